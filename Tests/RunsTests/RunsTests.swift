// RunsTests
