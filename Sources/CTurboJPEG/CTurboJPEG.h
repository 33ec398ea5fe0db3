// libjpeg-turbo's TurboJPEG interface (2.x, which 3.x still has). It catches libjpeg's jumps itself.
#include <turbojpeg.h>
