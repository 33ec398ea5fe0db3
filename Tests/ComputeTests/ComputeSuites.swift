import Testing

/// All of the core's tests, one after the other: libgomp keeps a team of workers for each calling
/// thread, and two teams would fight over the cores.
@Suite(.serialized) enum ComputeSuites {}
