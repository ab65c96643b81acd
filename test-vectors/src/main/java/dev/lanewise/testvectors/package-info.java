/**
 * Golden tensors for tests, computed by PyTorch and committed with the script that made them, and
 * their reader. Arrays are row-major float32; images are {@code [N, C, H, W]}.
 */
package dev.lanewise.testvectors;
