package dev.lanewise.model.image;

/**
 * Colours for numbers, which a person sees as evenly spaced. {@link #VIRIDIS}, {@link #INFERNO} and
 * {@link #MAGMA} are matplotlib's (van der Walt and Smith 2015, CC0), {@link #RED_BLUE} is
 * ColorBrewer's diverging RdBu (Brewer 2002, Apache 2.0), each by ten or eleven of its colours and
 * straight lines between them.
 */
public enum Colormap {
    /** Dark violet, green, yellow. */
    VIRIDIS(
            0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59,
            0xB4DE2C, 0xFDE725),
    /** Black, red, light yellow. */
    INFERNO(
            0x000004, 0x1B0C42, 0x4B0C6B, 0x781C6D, 0xA52C60, 0xCF4446, 0xED6925, 0xFB9A06,
            0xF7D03C, 0xFCFFA4),
    /** Black, purple, light yellow. */
    MAGMA(
            0x000004, 0x180F3E, 0x451077, 0x721F81, 0x9F2F7F, 0xCD4071, 0xF1605D, 0xFD9567,
            0xFEC98D, 0xFCFDBF),
    /** Blue for little, white in the middle, red for much. */
    RED_BLUE(
            0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582,
            0xD6604D, 0xB2182B, 0x67001F),
    /** Black to white. */
    GREY(0x000000, 0xFFFFFF);

    private final int[] colours;

    Colormap(int... colours) {
        this.colours = colours;
    }

    /**
     * The colour of a number from 0 to 1; what is outside gets the colour of the nearer end, and
     * what is no number that of 0.
     *
     * @return 0xRRGGBB
     */
    public int rgb(double value) {
        double at = value > 0 ? Math.min(value, 1) * (colours.length - 1) : 0;
        int i = Math.min((int) at, colours.length - 2);
        double part = at - i;
        return mix(16, i, part) << 16 | mix(8, i, part) << 8 | mix(0, i, part);
    }

    private int mix(int shift, int i, double part) {
        int a = colours[i] >> shift & 0xFF;
        int b = colours[i + 1] >> shift & 0xFF;
        return (int) Math.round(a + part * (b - a));
    }
}
