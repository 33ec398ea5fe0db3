// ChannelsTests
