// Starts the program again as a child.
#include "CMPI.h"
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int cm_start_again(char *const arguments[]) {
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0) return -1;
  path[length] = 0;
  pid_t parent = getpid();
  pid_t child = fork();
  if (child) return child;
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  // The parent can have ended before the line above.
  if (getppid() == parent) execv(path, arguments);
  _exit(127);
}
