/**
 * Benchmarks of whole networks, and the engines to compare with. The only place that depends on
 * native engines; they are found by the command line as services.
 */
@NullMarked
package dev.lanewise.bench;

import org.jspecify.annotations.NullMarked;
