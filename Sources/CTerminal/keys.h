// Between screen.c and input.c.
#ifndef KEYS_H
#define KEYS_H

// Names sequences that terminfo has no key for. Once a screen.
void define_keys(void);
// Asks for presses and the wheel, or for nothing. 1 where the terminal has a mouse and it is asked.
int choose_mouse(int on);

#endif
