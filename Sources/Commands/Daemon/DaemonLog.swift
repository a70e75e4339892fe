internal import Compliance
internal import CoreMetrics
internal import Daemon
internal import EventLog
internal import HTTPServer
internal import InteractionModel
internal import Logging
internal import ProjectionEngine
internal import Store

/// What a daemon says, as lines for machines, and counts while it says it.
struct DaemonLog: Sendable {
  private let logger: Logger

  init(_ logger: Logger) {
    self.logger = logger
  }

  /// For whoever answers requests.
  var requests: Logger { logger }

  /// For libraries, of whose own doings nothing is said.
  var quiet: Logger {
    Logger(label: "throughline-daemon.libraries") { _ in SwiftLogNoOpLogHandler() }
  }

  func begins(of url: StoreURL, signs: Bool) {
    logger.info("begins", metadata: ["store": "\(url.directory)", "signs": "\(signs)"])
  }

  func listens(_ address: ListenAddress, of url: StoreURL) {
    logger.info("listens", metadata: ["address": "\(address)"])
  }

  func drains(_ limit: Duration) {
    logger.info("was asked to end", metadata: ["within": "\(limit.wholeSeconds) s"])
  }

  func leaves(_ limit: Duration) {
    logger.error("ends as it is", metadata: ["because": "it did not come to an end in time"])
  }

  func ended() { logger.info("has ended") }

  func tell(_ notice: StoreNotice) { logger.notice("\(notice.said)") }

  func tell(_ change: WallClock.Change) { logger.warning("\(change)") }

  func tell(_ news: DaemonNews) {
    switch news {
    case .leads(let epoch):
      logger.notice("leads", metadata: ["epoch": .stringConvertible(epoch)])
    case .standsBy(let holder, let fault):
      logger.notice(
        "stands by",
        metadata: [
          "holder": "\(holder?.words ?? "nobody")", "silent": "\(holder?.isSilent ?? false)",
          "because": "\(fault.said)",
        ])
    case .serves(let generation):
      logger.notice(
        "serves",
        metadata: [
          "projection": "\(generation.projection)",
          "generation": .stringConvertible(generation.number),
          "version": .stringConvertible(generation.codeVersion),
        ])
    case .changed(let report): changed(report)
    case .work(let news):
      if let words = news.words { logger.notice("\(words)") }
    }
  }

  /// What each of what is measured here is.
  static let help = [
    "throughline_append_seconds": "From asking for an append to its answer.",
    "throughline_append_group_events": "Events of one commit.",
    "throughline_append_queue_depth": "Appends that wait for the next commit.",
    "throughline_worker_state_changes_total": "How often a worker came into a state.",
    "throughline_fold_errors_total": "How often a worker stood still before a record.",
  ]

  /// Measures a commit of this process.
  static func measure(_ group: AppendGroup) {
    Timer(label: "throughline_append_seconds").recordNanoseconds(
      (group.waited + group.took).wholeNanoseconds)
    Recorder(label: "throughline_append_group_events").record(group.events)
    Gauge(label: "throughline_append_queue_depth").record(group.waiting)
  }

  private func changed(_ report: WorkerStatus.Report) {
    Counter(
      label: "throughline_worker_state_changes_total",
      dimensions: [("worker", report.name), ("state", report.state.name)]
    ).increment()
    var metadata: Logger.Metadata = [
      "worker": "\(report.name)", "state": "\(report.state.name)",
      "restarts": .stringConvertible(report.restarts),
    ]
    if let position = report.position {
      metadata["position"] = .stringConvertible(position.rawValue)
    }
    if let reason = report.state.reason { metadata["because"] = "\(reason.said)" }
    if case .stopped(let position, _) = report.state {
      if let position {
        metadata["stoppedAt"] = .stringConvertible(position.rawValue)
        Counter(label: "throughline_fold_errors_total", dimensions: [("worker", report.name)])
          .increment()
      }
      logger.error("stopped", metadata: metadata)
    } else {
      logger.info("changed", metadata: metadata)
    }
  }
}
