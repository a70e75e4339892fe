internal import InteractionModel

extension HealthReport {
  /// The report as Prometheus reads it.
  public var metrics: [MetricFamily] {
    func gauge(_ name: String, _ help: String, _ samples: [MetricFamily.Sample]) -> MetricFamily {
      MetricFamily("throughline_\(name)", .gauge, help: help, samples)
    }
    typealias Sample = MetricFamily.Sample
    func seconds(_ duration: Duration) -> Double { Double(duration.wholeMilliseconds) / 1_000 }
    return [
      gauge("ready", "1 when everything is as it should be.", [Sample([], isReady ? 1 : 0)]),
      gauge(
        "role", "1 for what the process is: leader or standby.",
        ["starting", "leader", "standby"].map { Sample([("role", $0)], role.name == $0 ? 1 : 0) }),
      gauge(
        "problems", "Things that are not as they should be, by what they are about.",
        Dictionary(grouping: problems, by: \.subject).sorted { $0.key < $1.key }
          .map { Sample([("subject", $0.key)], Double($0.value.count)) }),
      gauge(
        "head_position", "The last position of the log.",
        head.map { [Sample([], Double($0.rawValue))] } ?? []),
      gauge(
        "position", "How far what is made from the log is.",
        kept.compactMap { kept in
          kept.position.map { Sample([("of", kept.name)], Double($0.rawValue)) }
        }),
      gauge(
        "lag_records", "How many records the log has beyond it.",
        kept.compactMap { kept in kept.lag.map { Sample([("of", kept.name)], Double($0)) } }),
      gauge(
        "lag_seconds", "How long it has been behind the log.",
        kept.map { Sample([("of", $0.name)], seconds($0.lagging)) }),
      gauge(
        "build_position", "How far a generation is that is built beside the one that serves.",
        builds.compactMap { build in
          build.position.map { Sample([("of", build.name)], Double($0.rawValue)) }
        }),
      gauge(
        "signed_position", "How many records the largest checkpoint has that was signed.",
        signed.map { [Sample([], Double($0))] } ?? []),
      gauge(
        "backup_timestamp_seconds",
        "When the log was last told of a backup, in seconds from 1970; 0 when it never was.",
        head.map { _ in [Sample([], Double((lastBackup?.microseconds ?? 0) / 1_000_000))] } ?? []),
      gauge(
        "file_bytes", "How many bytes the store's files take; of free, how many are left.",
        sizes.sorted { $0.key < $1.key }.map { Sample([("file", $0.key)], Double($0.value)) }),
      gauge(
        "worker_position", "The last record that a worker took, while it builds or follows.",
        workers.compactMap { worker in
          worker.position.map { Sample([("worker", worker.name)], Double($0.rawValue)) }
        }),
      gauge(
        "worker_state", "1 for the state that a worker is in.",
        workers.flatMap { worker in
          WorkerState.names.map {
            Sample([("worker", worker.name), ("state", $0)], worker.state.name == $0 ? 1 : 0)
          }
        }),
      gauge(
        "worker_silence_seconds", "How long ago a worker last came round.",
        workers.map { Sample([("worker", $0.name)], seconds($0.silence)) }),
      MetricFamily(
        "throughline_worker_restarts_total", .counter,
        help: "How often a worker ended though nobody had asked it to.",
        workers.map { Sample([("worker", $0.name)], Double($0.restarts)) }),
    ]
  }
}
