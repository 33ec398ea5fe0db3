// BlueprintTests
