package dev.lanewise.kernels;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every kernel of the best provider keeps {@link KernelContract} on random cases. */
class KernelContractTest {

    private static final int TRIES = 200;

    @Property(tries = TRIES)
    void convKeepsTheContract(
            @ForAll("convs") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> convs() {
        return Arbitraries.randomValue(Cases::conv);
    }

    @Property(tries = TRIES)
    void everyAlgorithmOf3x3ConvolutionKeepsTheContract(
            @ForAll("convs3x3") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> convs3x3() {
        return Arbitraries.randomValue(Cases::conv3x3);
    }

    @Property(tries = TRIES)
    void convWithAPoolingBehindItKeepsTheContract(
            @ForAll("pooledConvs") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> pooledConvs() {
        return Arbitraries.randomValue(Cases::convPooled);
    }

    @Property(tries = TRIES)
    void convToOneRowKeepsTheContract(
            @ForAll("flatConvs") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> flatConvs() {
        return Arbitraries.randomValue(Cases::convFlat);
    }

    @Property(tries = TRIES)
    void convWithAThinPanelKeepsTheContract(
            @ForAll("thinConvs") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> thinConvs() {
        return Arbitraries.randomValue(Cases::convThin);
    }

    @Property(tries = TRIES)
    void convOfAPictureKeepsTheContract(
            @ForAll("pictureConvs") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> pictureConvs() {
        return Arbitraries.randomValue(Cases::convPicture);
    }

    @Property(tries = TRIES)
    void convToRowsKeepsTheContract(
            @ForAll("convsToRows") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> convsToRows() {
        return Arbitraries.randomValue(Cases::convToRows);
    }

    @Property(tries = TRIES)
    void convWithAPrologueKeepsTheContract(
            @ForAll("scaledConvs") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> scaledConvs() {
        return Arbitraries.randomValue(Cases::convScaled);
    }

    @Property(tries = TRIES)
    void gemmKeepsTheContract(
            @ForAll("gemms") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> gemms() {
        return Arbitraries.randomValue(Cases::gemm);
    }

    @Property(tries = TRIES)
    void matmulKeepsTheContract(
            @ForAll("matmuls") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> matmuls() {
        return Arbitraries.randomValue(Cases::matmul);
    }

    @Property(tries = TRIES)
    void poolKeepsTheContract(
            @ForAll("pools") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> pools() {
        return Arbitraries.randomValue(Cases::pool);
    }

    @Property(tries = TRIES)
    void globalPoolKeepsTheContract(
            @ForAll("globalPools") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> globalPools() {
        return Arbitraries.randomValue(Cases::globalPool);
    }

    @Property(tries = TRIES)
    void convWeightGradientKeepsTheContract(
            @ForAll("convWeightGradients") KernelCase kernelCase,
            @ForAll Data data,
            @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> convWeightGradients() {
        return Arbitraries.randomValue(Cases::convWeightGradient);
    }

    @Property(tries = TRIES)
    void weightGradientOf3x3KeepsTheContract(
            @ForAll("weightGradients3x3") KernelCase kernelCase,
            @ForAll Data data,
            @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> weightGradients3x3() {
        return Arbitraries.randomValue(Cases::convWeightGradient3x3);
    }

    @Property(tries = TRIES)
    void poolGradientKeepsTheContract(
            @ForAll("poolGradients") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> poolGradients() {
        return Arbitraries.randomValue(Cases::poolGradient);
    }

    @Property(tries = TRIES)
    void unaryGradientKeepsTheContract(
            @ForAll("unaryGradients") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> unaryGradients() {
        return Arbitraries.randomValue(Cases::unaryGradient);
    }

    @Property(tries = TRIES)
    void channelSumKeepsTheContract(
            @ForAll("channelSums") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> channelSums() {
        return Arbitraries.randomValue(Cases::channelSum);
    }

    @Property(tries = TRIES)
    void unaryKeepsTheContract(
            @ForAll("unaries") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> unaries() {
        return Arbitraries.randomValue(Cases::unary);
    }

    @Property(tries = TRIES)
    void binaryKeepsTheContract(
            @ForAll("binaries") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> binaries() {
        return Arbitraries.randomValue(Cases::binary);
    }

    @Property(tries = TRIES)
    void scaleShiftKeepsTheContract(
            @ForAll("scaleShifts") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> scaleShifts() {
        return Arbitraries.randomValue(Cases::scaleShift);
    }

    @Property(tries = TRIES)
    void softmaxKeepsTheContract(
            @ForAll("softmaxes") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> softmaxes() {
        return Arbitraries.randomValue(Cases::softmax);
    }

    @Property(tries = TRIES)
    void meanKeepsTheContract(
            @ForAll("means") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> means() {
        return Arbitraries.randomValue(Cases::mean);
    }

    @Property(tries = TRIES)
    void squareSumKeepsTheContract(
            @ForAll("squareSums") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> squareSums() {
        return Arbitraries.randomValue(Cases::squareSum);
    }

    @Property(tries = TRIES)
    void reorderKeepsTheContract(
            @ForAll("reorders") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> reorders() {
        return Arbitraries.randomValue(Cases::reorder);
    }

    @Property(tries = TRIES)
    void convTransposeKeepsTheContract(
            @ForAll("convTransposes") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> convTransposes() {
        return Arbitraries.randomValue(Cases::convTranspose);
    }

    @Property(tries = TRIES)
    void convTransposeToPatchesKeepsTheContract(
            @ForAll("transposedPatches") KernelCase kernelCase,
            @ForAll Data data,
            @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> transposedPatches() {
        return Arbitraries.randomValue(Cases::convTransposePatches);
    }

    @Property(tries = TRIES)
    void resampleSumKeepsTheContract(
            @ForAll("resampleSums") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> resampleSums() {
        return Arbitraries.randomValue(Cases::resampleSum);
    }

    @Property(tries = TRIES)
    void resampleKeepsTheContract(
            @ForAll("resamples") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> resamples() {
        return Arbitraries.randomValue(Cases::resample);
    }

    @Property(tries = TRIES)
    void momentsKeepsTheContract(
            @ForAll("momentsCases") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> momentsCases() {
        return Arbitraries.randomValue(Cases::moments);
    }

    @Property(tries = TRIES)
    void standardizeKeepsTheContract(
            @ForAll("standardizeCases") KernelCase kernelCase,
            @ForAll Data data,
            @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> standardizeCases() {
        return Arbitraries.randomValue(Cases::standardize);
    }

    @Property(tries = TRIES)
    void layerNormKeepsTheContract(
            @ForAll("layerNormCases") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> layerNormCases() {
        return Arbitraries.randomValue(Cases::layerNorm);
    }

    @Property(tries = TRIES)
    void channelsKeepTheContract(
            @ForAll("channels") KernelCase kernelCase, @ForAll Data data, @ForAll long seed) {
        KernelContract.check(kernelCase, data, seed);
    }

    @Provide
    Arbitrary<KernelCase> channels() {
        return Arbitraries.randomValue(Cases::pickedChannels);
    }
}
