// Opens the part of the program that uses an MPI library.
#include "CMPI.h"
#include <dlfcn.h>
#include <sys/prctl.h>

const cm_functions *cm_open(const char *path, const char **problem) {
  *problem = NULL;
  // Open MPI's own plug-ins use the symbols of the library, which must therefore be global.
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!library) {
    *problem = dlerror();
    return NULL;
  }
  const cm_functions *functions = dlsym(library, "cm_table");
  if (!functions) *problem = dlerror();
  else if (functions->version != CM_VERSION) functions = NULL;
  return functions;
}

void cm_prepare_thread(void) { prctl(PR_SET_TIMERSLACK, 1000UL); }
