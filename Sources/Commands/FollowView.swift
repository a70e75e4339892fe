internal import Daemon
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine

/// What changes while somebody follows a log, in lines for people.
struct FollowView {
  let quiet: Bool

  func show(_ news: DaemonNews) {
    switch news {
    case .leads, .serves: break
    case .standsBy(_, let fault): Terminal.note("standing by: \(fault.said)")
    case .work(let news):
      if let words = news.words { Terminal.note(words) }
    case .changed(let report):
      switch report.state {
      case .stopped(_, let why): Terminal.note("\(report.name) stands still: \(why.said)")
      case .catchingUp, .live, .rebuilding, .paused:
        guard !quiet, let position = report.position else { return }
        Terminal.note("\(report.name) is \(report.state.words) at \(position)")
      }
    }
  }
}

extension WorkerState {
  /// What it is called by people.
  fileprivate var words: String {
    if case .catchingUp = self { "catching up" } else { name }
  }
}
