// The name of this process in lists of processes.
#ifndef PROCESS_NAME_H
#define PROCESS_NAME_H

// Replaces the command line that `ps` shows by a name of at most 15 characters. Call it only in a process that
// has been forked: other code could still read the arguments of the command line.
void process_name_set(const char *name);

#endif
