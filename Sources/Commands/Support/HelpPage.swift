internal import Foundation

/// The help of a command as it is shown: what is its own first, what all commands have after that,
/// and an example.
struct HelpPage {
  /// The sections of options that many commands have.
  private static let shared = ["STORE:", "OUTPUT:"]

  let text: String

  /// - Parameter message: the help as the parser writes it.
  init(_ message: String) {
    let sections = message.components(separatedBy: "\n\n")
    func isShared(_ section: String) -> Bool {
      HelpPage.shared.contains { section.hasPrefix("\($0)\n") }
    }
    var ordered = sections.filter { !isShared($0) } + sections.filter(isShared)
    let usage = sections.first { $0.hasPrefix(HelpPage.usage) }
    if let example = usage.flatMap(HelpPage.example) {
      let lines = HelpPage.wrapped(example, of: /(?:'[^']*'|\S)+/, indent: 6, end: " \\")
      ordered.append("EXAMPLE:\n  \(lines)")
    }
    ordered = ordered.map { $0.hasPrefix(HelpPage.usage) ? HelpPage.wrapped(usage: $0) : $0 }
    text = ordered.map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n\n")
  }

  private static let usage = "USAGE: throughline "

  /// A usage in lines that fit, no option torn from its value.
  /// - Parameter text: the usage in one line.
  /// - Returns: the lines, those that go on indented.
  static func wrapped(usage text: String) -> String {
    wrapped(text, of: /\[[^\]]*\]|\S+/, indent: 2)
  }

  /// A command in lines that fit.
  private static func wrapped(
    _ text: String, of word: Regex<Substring>, indent: Int, end: String = ""
  ) -> String {
    let width = (Terminal.width ?? 80) - end.count - 2
    var lines: [String] = []
    for match in text.matches(of: word) {
      if let last = lines.last, last.count + 1 + match.output.count <= width {
        lines[lines.count - 1] = "\(last) \(match.output)"
      } else {
        let margin = String(repeating: " ", count: lines.isEmpty ? 0 : indent)
        lines.append(margin + match.output)
      }
    }
    return lines.joined(separator: "\(end)\n")
  }

  /// The example of the command that a usage is of: the words that both begin with are its name, of a
  /// group that of the first of its commands.
  private static func example(ofUsage text: String) -> String? {
    let name = text.dropFirst(usage.count).split(whereSeparator: \.isWhitespace)
      .prefix { $0.allSatisfy { $0.isLowercase || $0 == "-" } && !$0.hasPrefix("-") }
    guard !name.isEmpty else { return nil }
    let command = name.joined(separator: " ")
    return examples.first { $0 == command || $0.hasPrefix("\(command) ") }
      .map { "throughline \($0)" }
  }

  /// One of each command, by what is typed.
  private static let examples = [
    "init --origin city.example/contact-log",
    "status --store ./city",
    "import csv requests.csv --mapping boston311.yaml --rejects rejects.jsonl",
    "append < events.jsonl",
    "simulate --events 6000 --seed 7 --out events.jsonl",
    "log --case PA-2026-000039 --limit 20",
    "project --follow",
    "rebuild CaseState --compare",
    "generation list",
    "generation rollback CaseState",
    "quarantine CaseState 3200 --reason 'newer than this code'",
    "case list --status open --department 'Utility Billing' --count-by queue",
    "case show PA-2026-000039 --as-of occurred:2026-03-03 --zone America/New_York",
    "case timeline PA-2026-000039 --purpose 'complaint 17'",
    "case diff PA-2026-000039 --as-of 2026-03-03 --and 2026-03-05",
    "case explain PA-2026-000039 status",
    "conversation list --channel chat --started-after 2026-03-02",
    "conversation show c93ds98bqcm5 --public-only --purpose 'request for records'",
    "conversation timeline c93ds98bqcm5 --limit 20",
    "conversation explain c93ds98bqcm5 status",
    "conversation diff cmrkf6ktbt74 --as-of 2026-03-03",
    "conversation erase c93ds98bqcm5 --reason 'sent to the wrong office' --dry-run",
    "handoff list --open-only --department 'Human Services'",
    "handoff show ce2a9eb2-f3c2-40d8-b926-190545f1f86d --purpose 'taking over'",
    "handoff timeline ce2a9eb2-f3c2-40d8-b926-190545f1f86d",
    "handoff explain repeat_ask@867",
    "party list --case PA-2026-000039",
    "party show pn1gefqs9dz5 --purpose 'they are on the phone'",
    "party timeline pn1gefqs9dz5 --limit 20",
    "party diff pn1gefqs9dz5 --as-of 2026-03-03",
    "party erase pn1gefqs9dz5 --reason 'they asked' --dry-run",
    "response list --due-before 2026-06-01",
    "response show kb-instalments --as-of 2026-03-02",
    "find '(617) 555-0142' --purpose 'they are on the phone'",
    "search 'pay OR \"late fee\"' --channel chat --purpose 'complaint 17'",
    "similar c93ds98bqcm5 --purpose 'complaint 17'",
    "access list --party pn1gefqs9dz5 --since 2026-03-01 --purpose 'request for access'",
    "hold place --case PA-2026-000039 --authority court-7",
    "hold release 601d0000-0000-4000-8000-000000000211 --reason 'case settled'",
    "hold list --csv",
    "erasure list --count-by state",
    "erasure show 33639f7c-0000-4000-8000-000000000001",
    "replay --until @3000 --projection CaseState",
    "verify --open --resume verify.mark",
    "checkpoint --out /media/usb/city.checkpoint",
    "prove 3200",
    "proof check 3200.tlog-proof --key \"$KEY\" --record \"$LINE\"",
    "certificate check city.certificate --key \"$KEY\"",
    "witness serve --listen 127.0.0.1:8123 --key witness.key --log \"$LOG\"",
    "witness key --key witness.key --name witness.example/w1",
    "witness add https://witness.example --key \"$WITNESS\" --quorum 1",
    "witness list",
    "witness remove witness.example/w1",
    "tiles export /srv/www/city-log",
    "evidence --case PA-2026-000039 --purpose 'request 9' --redact withheld.json --out case.zip",
    "redact propose --case PA-2026-000039 --purpose 'request 9' --out withheld.json",
    "backup /mnt/backup/city",
    "restore /mnt/backup/city --store ./city --master-key-file /media/key/master.key",
    "key rotate-master",
    "key rotate-signing",
    "key signing --json",
    "key start-epoch --lost-for-good",
    "vocabulary case.opened",
  ]
}
