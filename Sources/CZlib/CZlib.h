// zlib. Swift calls its CRC-32 and its compression.
#include <zlib.h>
