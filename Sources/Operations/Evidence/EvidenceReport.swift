internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import ProjectionEngine
internal import Queries
internal import Vault

/// The page of a bundle that people read and print: what is in it, what is withheld and under which code,
/// why the state is what it is, and what was recorded, in order of time.
///
/// Nothing in it says when or for whom it was made: the same records make the same page.
struct EvidenceReport {
  private let records: EntityRecords
  private let checkpoint: Checkpoint
  private let cosigned: String
  private var entries: [(moment: (Instant, Position), html: String)] = []
  private var boxes: [String] = []

  init(of records: EntityRecords, in witnessed: WitnessedCheckpoint, of witnesses: Witnesses) {
    self.records = records
    checkpoint = witnessed.signed.checkpoint
    cosigned = Self.words(witnessed, of: witnesses)
  }

  /// Takes a record in.
  mutating func take(_ disclosed: DisclosedRecord) {
    let record = disclosed.record
    let position = record.position
    var html = """
      <div class="record" id="r\(position)"><div class="head">\
      \(escaped(record.occurred?.text ?? record.recorded.description)) · \
      <a href="records/\(position).json">@\(position)</a>\
      \(who(record).map { " · \(escaped($0))" } ?? "")</div>
      <div><b>\(escaped(words(record.type)))</b>\(said(record))</div>

      """
    for (index, part) in disclosed.parts.enumerated() {
      html += say(part, index, of: position)
      guard case .redacted(_, let exemptions) = part else { continue }
      for exemption in exemptions {
        boxes.append(
          row(["@\(position)", "\(index)", exemption.code, "\(exemption.leaves.count)"]))
      }
    }
    if let edit = disclosed.edit {
      html += "<div class=\"head\">edited later, <a href=\"#r\(edit)\">@\(edit)</a></div>\n"
    }
    entries.append(((record.effectiveTime, position), html + "</div>\n"))
  }

  /// The page.
  func html(
    _ tally: EvidenceTally, _ completeness: EvidenceCompleteness, _ erasures: EvidenceErasures,
    _ departed: [DepartedEntity]
  ) -> String {
    let erased = erasures.erasures.map { "@\($0.requested)" }.joined(separator: ", ")
    let title = "Evidence: \(records.entity.kind.rawValue) \(records.entity.id)"
    let summary = [
      ("log", checkpoint.origin), ("as of", "\(checkpoint.size) records"),
      ("root", checkpoint.root.base64), ("cosigned by", cosigned),
      ("records here", "\(tally.records)"),
      ("that these are all", all(completeness.quarantined)),
      ("sealed parts given whole", "\(tally.opened)"),
      ("given with pieces withheld", "\(tally.redacted)"),
      ("closed: redacted in the log", "\(tally.closed)"),
      ("closed: erased, for good", "\(tally.erased)\(erased.isEmpty ? "" : ", by \(erased)")"),
    ].map { "<tr><th>\(escaped($0.0))</th><td><code>\(escaped($0.1))</code></td></tr>" }
    let timeline = entries.sorted { $0.moment < $1.moment }.map(\.html)
    return HTMLText.page(
      title,
      """
      <h1>\(escaped(title))</h1>
      <p>Records of an immutable log, with what was said where it is given away. This page is made for
      people; what can be checked are the files beside it. <a href="proves.html">What this proves, and
      how to check it.</a></p>
      <table>\(summary.joined(separator: "\n"))</table>
      <h2>What is withheld</h2>
      \(withheld(tally))\(elsewhere(departed))
      <h2>Why the state is what it is</h2>
      <p>Each field of the state as of \(checkpoint.size) records, and the record that last changed
      it.</p>
      \(table(["field", "value", "because of", "what", "when"], reasons))
      <h2>What was recorded</h2>
      \(timeline.joined())
      """)
  }

  /// Who cosigned, and whether that is enough by the log's own rule.
  private static func words(
    _ witnessed: WitnessedCheckpoint, of witnesses: Witnesses
  ) -> String {
    guard !witnesses.registered.isEmpty else { return "the log named no witness by then" }
    let names = witnessed.witnesses.map(\.name).joined(separator: ", ")
    return """
      \(witnessed.witnesses.count) of the \(witnesses.registered.count) witnesses of the log\
      \(names.isEmpty ? "" : " (\(names))"); \(witnessed.quorum) have to\
      \(witnessed.isReached ? "" : ": TOO FEW")
      """
  }

  /// What was here once; nothing where all is here still.
  private func elsewhere(_ departed: [DepartedEntity]) -> String {
    guard !departed.isEmpty else { return "" }
    return """

      <h2>What was here once</h2>
      <p>A record moved each of these elsewhere, and with it what belongs to it: of that nothing is in this
      archive but what is said.</p>
      <ul>\(departed.map { "<li>\(escaped($0.words))</li>" }.joined(separator: "\n"))</ul>
      """
  }

  private func all(_ quarantined: [Position]) -> String {
    guard !quarantined.isEmpty else { return "stated by the log's key" }
    let places = quarantined.map { "@\($0)" }.joined(separator: ", ")
    return "stated by the log's key, but for what was passed over at \(places)"
  }

  private func withheld(_ tally: EvidenceTally) -> String {
    guard !boxes.isEmpty else { return "<p>Nothing but what is closed is withheld.</p>" }
    let codes = tally.withheld.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return """
      <p>A text is withheld in pieces of some words each; the files beside this page prove how many, and
      that the pieces that are shown are what was recorded. \(tally.withheldCount) are withheld, by the
      code of what exempts them: \(escaped(codes.joined(separator: ", "))).</p>
      \(table(["record", "part", "exemption", "pieces withheld"], boxes))
      """
  }

  private var reasons: [String] {
    records.reasons.filter { !$0.isEmpty && $0.value != .null }.map { reason in
      row([
        reason.field, reason.value.string ?? reason.value.canonicalText,
        reason.record.map { "@\($0.position)" } ?? "–",
        reason.record.map { words($0.type) } ?? "–",
        reason.record.map { $0.occurred?.text ?? $0.recorded.description } ?? "–",
      ])
    }
  }

  /// What is given of a part.
  private func say(_ part: DisclosedPart, _ index: Int, of position: Position) -> String {
    switch part {
    case .closed(.erased): return box("erased: nobody can read it any more")
    case .closed(.redacted(let by)): return box("redacted in the log by the record @\(by)")
    case .opened, .redacted:
      return DisclosedText(part).lines.map { line in
        let name = line.pointer.map { $0.dropFirst().replacing("/", with: " › ") } ?? "withheld"
        let runs = line.runs.map { run in
          switch run {
          case .text(let text): "<bdi>\(escaped(text))</bdi>"
          case .withheld(let count, let code):
            """
            <span class="box">\(escaped(code)) · \(count) \
            \(count == 1 ? "piece" : "pieces") withheld</span>
            """
          }
        }
        return """
          <div class="say"><span class="name">\(escaped(name))</span>
          \(runs.joined())</div>

          """
      }.joined()
    }
  }

  private func box(_ text: String) -> String {
    "<div class=\"say\"><span class=\"box\">\(escaped(text))</span></div>\n"
  }

  private func said(_ record: Record) -> String {
    let fields = EventSummary(record).json.members.map { member in
      "\(member.key) \(member.value.string ?? member.value.canonicalText)"
    }
    return fields.isEmpty ? "" : ": \(escaped(fields.joined(separator: ", ")))"
  }

  private func who(_ record: Record) -> String? {
    let actor = record.actor.map { actor in
      [actor.type, actor.id].compactMap(\.self).joined(separator: " ")
    }
    let all = [actor, record.channel?.rawValue, record.department].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: ", ")
  }

  private func words(_ type: EventType) -> String {
    type.rawValue.replacing(".", with: " ").replacing("_", with: " ")
  }

  private func table(_ heads: [String], _ rows: [String]) -> String {
    let head = heads.map { "<th>\(escaped($0))</th>" }.joined()
    return "<table><thead><tr>\(head)</tr></thead>\n<tbody>\(rows.joined())</tbody></table>"
  }

  private func row(_ cells: [String]) -> String {
    "<tr>\(cells.map { "<td><bdi>\(escaped($0))</bdi></td>" }.joined())</tr>\n"
  }

  private func escaped(_ text: some StringProtocol) -> String { HTMLText.escaped(String(text)) }
}
