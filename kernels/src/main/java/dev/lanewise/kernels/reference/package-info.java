/**
 * Scalar kernels, written to be read: the oracle of the tests and the fallback where there is no
 * Vector API.
 */
@NullMarked
package dev.lanewise.kernels.reference;

import org.jspecify.annotations.NullMarked;
