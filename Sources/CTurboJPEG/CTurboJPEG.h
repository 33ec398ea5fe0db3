// The TurboJPEG interface of libjpeg-turbo, version 2, which version 3 still has. It catches the long jumps of
// libjpeg.
#include <turbojpeg.h>
