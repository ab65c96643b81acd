package dev.lanewise.model.train;

/**
 * What came of an epoch.
 *
 * @param number from 1
 * @param loss mean over its steps, of the network as it was at each
 * @param accuracy part of the pictures that were guessed right, likewise
 * @param validationLoss mean cross-entropy on the held-out pictures afterwards
 * @param validationAccuracy part of the held-out pictures that are guessed right afterwards
 */
public record Epoch(
        int number,
        double loss,
        double accuracy,
        double validationLoss,
        double validationAccuracy) {

    String text() {
        return number
                + " "
                + loss
                + " "
                + accuracy
                + " "
                + validationLoss
                + " "
                + validationAccuracy;
    }

    static Epoch parse(String text) {
        String[] fields = text.split(" ");
        return new Epoch(
                Integer.parseInt(fields[0]),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]));
    }
}
