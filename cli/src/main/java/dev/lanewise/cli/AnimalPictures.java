package dev.lanewise.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Generated pictures of two animals on two grounds. */
final class AnimalPictures {

    static final int SIDE = 48;

    private AnimalPictures() {}

    /**
     * A picture.
     *
     * @param image of 48x48
     * @param animal whether a pixel shows the animal, row-major
     */
    record Drawn(BufferedImage image, boolean[] animal) {}

    /** A wolf has pointed ears and a tail that hangs; a dog has hanging ears and a raised tail. */
    static Drawn draw(boolean wolf, boolean snow, Random random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int noise = random.nextInt(24) - 12;
                image.setRGB(x, y, shade(snow ? 0xDCE6F0 : 0x5E9346, noise));
            }
        }
        BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        AffineTransform place = new AffineTransform();
        place.translate(8 + random.nextInt(10), 12 + random.nextInt(12));
        if (random.nextBoolean()) {
            place.translate(24, 0);
            place.scale(-1, 1);
        }
        int fur = shade(0x7A6E66, random.nextInt(50) - 25);
        paint(image, wolf, place, new Color(fur), new Color(0x2A2522));
        paint(mask, wolf, place, Color.WHITE, Color.WHITE);
        boolean[] animal = new boolean[SIDE * SIDE];
        for (int i = 0; i < animal.length; i++) {
            animal[i] = (mask.getRGB(i % SIDE, i / SIDE) & 0xFF) > 100;
        }
        return new Drawn(image, animal);
    }

    private static int shade(int rgb, int by) {
        int red = Math.clamp((rgb >> 16 & 0xFF) + by, 0, 255);
        int green = Math.clamp((rgb >> 8 & 0xFF) + by, 0, 255);
        int blue = Math.clamp((rgb & 0xFF) + by, 0, 255);
        return red << 16 | green << 8 | blue;
    }

    private static void paint(
            BufferedImage image, boolean wolf, AffineTransform place, Color fur, Color dark) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.transform(place);
        g.setColor(fur);
        g.fill(new Ellipse2D.Double(4, 7, 15, 7));
        g.fill(new Ellipse2D.Double(0, 2, 8, 7));
        g.setStroke(new BasicStroke(2.2f));
        for (int leg = 0; leg < 4; leg++) {
            int x = 6 + leg * 3 + (leg > 1 ? 2 : 0);
            g.drawLine(x, 12, x, 18);
        }
        Path2D ears = new Path2D.Double();
        if (wolf) {
            triangle(ears, 1, 4, 2, -2, 4, 3);
            triangle(ears, 4, 3, 6, -2, 7, 4);
            g.drawLine(18, 9, 22, 15);
        } else {
            triangle(ears, 0, 3, -1, 9, 2, 6);
            triangle(ears, 6, 3, 9, 9, 8, 5);
            g.drawLine(18, 9, 22, 3);
        }
        g.fill(ears);
        g.setColor(dark);
        g.fill(new Ellipse2D.Double(2, 4, 1.6, 1.6));
        g.fill(new Ellipse2D.Double(5, 4, 1.6, 1.6));
        g.dispose();
    }

    private static void triangle(Path2D path, double... p) {
        path.moveTo(p[0], p[1]);
        path.lineTo(p[2], p[3]);
        path.lineTo(p[4], p[5]);
        path.closePath();
    }
}
