internal import Foundation
internal import Operations

/// Progress of a long command: a bar on a terminal, a line every few seconds in a pipe.
final class ProgressReport {
  private let label: String
  private let isQuiet: Bool
  private let isBar = isatty(STDERR_FILENO) == 1
  private var started = Date()
  private var shown = Date()
  private var last: (step: String, done: Int64) = ("", 0)
  private var isDrawn = false

  init(_ label: String, quiet: Bool) {
    self.label = label
    isQuiet = quiet
  }

  /// Shows how far some work is.
  func update(_ progress: WorkProgress) {
    update(
      progress.done, of: progress.total,
      step: progress.step == .rows ? ", rows of entities:" : "")
  }

  /// Shows how far the work is, at most ten times a second (every five seconds in a pipe).
  func update(_ done: Int64, of total: Int64?, step: String = "") {
    // A step that begins anew has a rate of its own.
    if step != last.step || done < last.done { started = Date() }
    last = (step, done)
    guard !isQuiet, Date().timeIntervalSince(shown) > (isBar ? 0.1 : 5) else { return }
    shown = Date()
    let rate = Double(done) / max(0.001, shown.timeIntervalSince(started))
    var text = "\(label)\(step) \(done)"
    if let total, total > 0 {
      if isBar {
        let filled = Int(30 * min(1, Double(done) / Double(total)))
        text += " [" + String(repeating: "█", count: filled)
        text += String(repeating: "░", count: 30 - filled) + "]"
      }
      text += " of \(total)"
    }
    text += " (\(Int64(exactly: rate.rounded(.down)) ?? .max)/s)"
    let line = isBar ? "\r\u{1B}[K\(text)" : "\(text)\n"
    StandardStream.error.write(line, isPassing: true)
    isDrawn = isBar
  }

  /// Removes the bar.
  func finish() {
    guard isDrawn else { return }
    StandardStream.error.write("\r\u{1B}[K", isPassing: true)
    isDrawn = false
  }
}
