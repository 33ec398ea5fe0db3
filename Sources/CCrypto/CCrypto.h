// The message digests of OpenSSL's libcrypto, version 1.1 or newer.
#include <openssl/evp.h>
