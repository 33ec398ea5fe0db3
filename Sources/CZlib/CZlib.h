// zlib. Swift calls its CRC-32.
#include <zlib.h>
