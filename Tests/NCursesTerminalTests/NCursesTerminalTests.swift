// NCursesTerminalTests
