#include "CBuild.h"

extern const char alexnet_commit[] __attribute__((weak));

const char *build_commit(void) { return alexnet_commit; }
