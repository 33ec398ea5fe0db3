// The functions of input.c that screen.c uses.
#ifndef KEYS_H
#define KEYS_H

// Defines keys that terminfo does not have. Called once for a screen.
void define_keys(void);
// Requests mouse presses and the wheel, or no mouse events. Returns 1 if the terminal has a mouse
// and it is on.
int request_mouse(int on);

#endif
