import Testing

/// All tests that compute, one after another: libgomp keeps a team of threads for each calling
/// thread, and two teams would compete for the processors.
@Suite(.serialized) enum ComputeSuites {}
