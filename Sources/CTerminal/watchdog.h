// Between guard.c and watchdog.c.
#ifndef WATCHDOG_H
#define WATCHDOG_H

int watchdog_start(void);  // 0, or -1 with errno; after rescue_open()
void watchdog_dismiss(void);

#endif
