// The functions of watchdog.c that guard.c uses.
#ifndef WATCHDOG_H
#define WATCHDOG_H

// Called after rescue_open(). Returns 0, or -1 with errno set.
int watchdog_start(void);
void watchdog_dismiss(void);

#endif
