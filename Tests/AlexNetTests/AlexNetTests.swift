// AlexNetTests
