package dev.lanewise.model.train;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.data.Augmentation;
import dev.lanewise.model.data.Normalization;
import dev.lanewise.model.nn.Network;

/**
 * All that decides what comes out of a training run, but for the pictures and the seed.
 *
 * @param net the network
 * @param loss what is made small
 * @param optimizer how
 * @param schedule the learning rate of each step
 * @param normalization what becomes of the pictures' values
 * @param augmentation what is changed at random
 * @param batchSize pictures in a step
 * @param epochs passes over the pictures
 * @param clipNorm largest norm of all gradients; 0 for any
 * @param patience epochs without a better validation accuracy after which the run ends; 0 for any
 *     number
 */
public record Recipe(
        Network net,
        Loss loss,
        Optimizer optimizer,
        Schedule schedule,
        Normalization normalization,
        Augmentation augmentation,
        int batchSize,
        int epochs,
        double clipNorm,
        int patience) {

    /**
     * @throws ModelException if a number is out of range
     */
    public Recipe {
        if (batchSize < 1 || epochs < 1 || !(clipNorm >= 0) || patience < 0) {
            throw new ModelException(
                    "recipe: expected batch size and epochs of at least 1, clip norm and patience"
                            + " of at least 0, actual "
                            + batchSize
                            + ", "
                            + epochs
                            + ", "
                            + clipNorm
                            + ", "
                            + patience);
        }
    }

    /** What two runs must have in common for one to go on where the other was. */
    String description(long seed, int pictures) {
        return net.description()
                + " "
                + loss
                + " "
                + optimizer
                + " "
                + schedule
                + " "
                + normalization
                + " "
                + augmentation
                + " batch="
                + batchSize
                + " clip="
                + clipNorm
                + " seed="
                + seed
                + " pictures="
                + pictures;
    }
}
