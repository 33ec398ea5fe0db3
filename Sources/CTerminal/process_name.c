#define _GNU_SOURCE 1
#include "process_name.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

// The number of the field in /proc/self/stat with the address of the first byte of the arguments. The next
// field has the address after the last byte. (proc_pid_stat(5))
enum { ARGUMENTS_START = 48 };

void process_name_set(const char *name) {
  prctl(PR_SET_NAME, name);
  char text[1024];
  int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return;
  text[length] = 0;
  // The second field is a name in parentheses, which can contain blanks.
  char *field = strrchr(text, ')');
  for (int number = 2; field && number < ARGUMENTS_START; number++) field = strchr(field + 1, ' ');
  if (!field) return;
  char *rest;
  char *start = (char *)strtoul(field, &rest, 10);
  char *end = (char *)strtoul(rest, NULL, 10);
  // The addresses are 0 for a process that must not read them.
  if (!start || end <= start) return;
  memset(start, 0, end - start);
  size_t room = end - start - 1, count = strlen(name);
  memcpy(start, name, count < room ? count : room);
}
