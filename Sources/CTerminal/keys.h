// Between screen.c and input.c.
#ifndef KEYS_H
#define KEYS_H

// Names sequences that terminfo has no key for. Once a screen.
void define_keys(void);

#endif
