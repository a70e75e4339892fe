internal import Foundation

/// What the process itself takes, as Prometheus reads it, under the names that its own libraries use.
public enum ProcessMetrics {
  private static let start = Date().timeIntervalSince1970

  /// Memory, open files and processor time.
  public static var families: [MetricFamily] {
    let pages = ((try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? "")
      .split(separator: " ").compactMap { Double($0) }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return [
      MetricFamily(
        "process_resident_memory_bytes", .gauge, help: "Resident memory.",
        pages.count > 1 ? [.init([], pages[1] * Double(sysconf(Int32(_SC_PAGESIZE))))] : []),
      MetricFamily(
        "process_open_fds", .gauge, help: "Open files.", files.map { [.init([], Double($0))] } ?? []
      ),
      MetricFamily(
        "process_cpu_seconds_total", .counter, help: "Processor time.",
        [.init([], seconds(usage.ru_utime) + seconds(usage.ru_stime))]),
      MetricFamily(
        "process_start_time_seconds", .gauge, help: "When it began, in seconds from 1970.",
        [.init([], start)]),
    ]
  }
}
