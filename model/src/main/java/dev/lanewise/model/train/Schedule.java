package dev.lanewise.model.train;

/** The learning rate of each step, as PyTorch's schedulers of the same names have it. */
public sealed interface Schedule {

    /** The rate of a step, counted from 0. */
    double at(long step);

    /**
     * Always the same.
     *
     * @param rate the rate
     */
    record Constant(double rate) implements Schedule {
        @Override
        public double at(long step) {
            return rate;
        }
    }

    /**
     * Lower by a factor every so many steps.
     *
     * @param rate the first rate
     * @param stepSize steps between two changes
     * @param gamma the factor
     */
    record StepLR(double rate, long stepSize, double gamma) implements Schedule {
        @Override
        public double at(long step) {
            long changes = step / stepSize;
            return rate * Math.pow(gamma, changes);
        }
    }

    /**
     * Down along half a cosine.
     *
     * @param rate the first rate
     * @param steps until the last rate is reached, where it stays
     * @param least the last rate
     */
    record CosineAnnealing(double rate, long steps, double least) implements Schedule {
        @Override
        public double at(long step) {
            return between(rate, least, (double) Math.min(step, steps) / steps);
        }
    }

    /**
     * Up and then down, each along half a cosine: from most / 25 over most to most / 250,000.
     * Momentum stays as it is.
     *
     * @param most the highest rate
     * @param steps of the whole run
     * @param rise part of the steps in which the rate rises; PyTorch's default is 0.3
     */
    record OneCycle(double most, long steps, double rise) implements Schedule {

        private static final double FIRST = 25;
        private static final double LAST = 1e4;

        @Override
        public double at(long step) {
            double top = rise * steps - 1;
            double end = steps - 1;
            double at = Math.min(step, end);
            return at <= top
                    ? between(most / FIRST, most, top == 0 ? 1 : at / top)
                    : between(most, most / FIRST / LAST, (at - top) / (end - top));
        }
    }

    private static double between(double first, double last, double part) {
        return last + (first - last) * (1 + Math.cos(Math.PI * part)) / 2;
    }
}
