// The commit from which the program was built.
#ifndef CBUILD_H
#define CBUILD_H

// Returns the commit, with "-changed" after it if the sources had changes that were not committed; NULL if it is
// unknown. `make build` links an object file with it (.ci/commit-options), and so no source is compiled again
// for another commit. A build by `swift build` alone has no such file.
const char *build_commit(void);

#endif
