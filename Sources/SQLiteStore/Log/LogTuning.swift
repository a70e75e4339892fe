internal import EventLog

/// How often a log does in bulk what appends leave behind, and who is told of them.
struct LogTuning {
  /// Is told of each commit, once it was answered, on the thread that commits: the next one waits for it.
  var observer: (@Sendable (AppendGroup) -> Void)?
  /// How many records are recent at most before they are merged into the index: the work is some
  /// tens of milliseconds, and so is reading them when a log is opened.
  var recentLimit = 32_768
  /// From how many events on a process makes a filter of the merged keys.
  var filterThreshold = 10_000
  /// How many pages the WAL has when it is written back: 64 MiB.
  var walFrames = WALCheckpointer.frameLimit
}
