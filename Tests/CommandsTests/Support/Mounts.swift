import Foundation
import Testing

/// Mounts of a process of its own, which nobody else sees: for what root may do to a file anywhere
/// else.
enum Mounts {
  /// Why tests with mounts are skipped.
  static let comment: Comment = "mounting is not allowed here: no unshare(1), or not root"

  /// Whether they can be made here.
  static let areAllowed: Bool = {
    let folder = NSTemporaryDirectory()
    guard
      let trial = try? RunningTool(
        "/usr/bin/unshare", ["-m", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"],
        in: folder, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
    else { return false }
    return (try? trial.finish().code) == 0
  }()
}

extension Tool {
  /// Runs a shell script within mounts of its own; `tool` runs the tool on this store there.
  func script(_ script: String) throws -> Output {
    try RunningTool(
      "/usr/bin/unshare",
      [
        "-m", "sh", "-c",
        """
        set -e
        store="$1"; program="$2"
        tool() { "$program" "$@" --store "sqlite:$store"; }
        \(script)
        """, "sh", store, Tool.program,
      ], in: directory,
      environment: [
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": "UTC", "USER": "tester",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      ]
    ).finish()
  }
}
