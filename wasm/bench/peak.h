#pragma once

// The most that one core does: multiply-add chains that never leave the registers. Benchmarks state
// their speed as a fraction of it, measured in the same run, because a machine's speed drifts.

extern "C" {

/// Floating-point operations done by one call (about a million, to the operation).
double peakOperationsFloat();
double peakOperationsDouble();

/// Does them. The result is only there so that the work is not optimised away.
double peakFloat();
double peakDouble();
}
