internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// A hand-off as an agent takes it in: the twelve points of its packet, the pressing ones first.
struct HandoffCard {
  private let found: HandoffAnswer
  private let now: Instant

  /// A card.
  /// - Parameters:
  ///   - found: the hand-off.
  ///   - now: when the card is looked at.
  init(_ found: HandoffAnswer, now: Instant) {
    self.found = found
    self.now = now
  }

  private var handoff: JSONObject { found.state }
  private var before: JSONObject? { found.before }
  private var opened: OpenedReferences { found.words }

  private var packet: JSONValue { handoff[HandoffField.packet] ?? .null }

  private func list(_ field: PacketField) -> [JSONValue] { packet[field]?.array ?? [] }

  var card: Card {
    var card = Card()
    headline(&card)
    card.gap()
    person(&card)
    card.gap()
    matter(&card)
    card.gap()
    card.add("journey", JourneyLines(list(.journey)).lines)
    card.add("tried", list(.tried).map(tried).joined(separator: "; "))
    card.add("promised", list(.promises).map(promise).joined(separator: "; "))
    card.add("open", list(.openQuestions).compactMap { Phrase.code($0) }.joined(separator: ", "))
    card.add("attached", list(.attachments).map(attachment).joined(separator: ", "))
    card.gap()
    card.add(
      "lost", found.findings.map { FindingKind.line(.object($0)) + place($0) }, style: .red)
    footer(&card)
    return card
  }

  // MARK: What it is

  private func headline(_ card: inout Card) {
    card.add("from", Phrase.place(handoff[HandoffField.from]), style: .bold)
    let follow =
      handoff[HandoffField.to]?[TransferEndField.case].map { " (case \(Terminal.plain($0)))" } ?? ""
    card.add("to", Phrase.place(handoff[HandoffField.to]) + follow, style: .bold)
    let status = handoff[HandoffField.status]?.string ?? "?"
    let asked =
      Phrase.ago(handoff[HandoffField.time]?.string, at: now).map { "asked \($0), " } ?? "asked "
    let kind = Phrase.code(handoff[HandoffField.kind]) ?? "hand-off"
    card.add(
      "status",
      "\(Terminal.safe(status)) – \(kind), \(asked)\(Phrase.time(handoff[HandoffField.time]))",
      style: HandoffCard.style(of: status))
    card.add("since", StepWords(handoff[HandoffField.steps]?.array ?? []).text)
    let reason = packet[PacketField.reason]
    let why = [
      Phrase.code(reason?[PacketReasonField.code] ?? handoff[HandoffField.reason]),
      quoted(reason?[PacketReasonField.words]),
    ]
    card.add("why", why.compactMap { $0 }.joined(separator: ": "))
    card.add("expected", quoted(reason?[PacketReasonField.expected]))
  }

  static func style(of status: String) -> Terminal.Style {
    switch status {
    case "open", "viewed": .yellow
    case "rejected", "failed", "returned": .red
    default: .green
    }
  }

  // MARK: Who, and what not to ask

  private func person(_ card: inout Card) {
    let party =
      handoff[HandoffField.party]?.string.map { "party \(Terminal.short($0))" } ?? "party unknown"
    card.add("who", ([party] + identities.map(identity)).joined(separator: "; "))
    let spoken =
      packet[PacketField.language]?[CodeField.code]
      ?? before?[PartyField.preferences]?[PreferenceField.language]
    card.add("language", spoken.map { Terminal.plain($0) }, style: spoken == "en" ? nil : .bold)
    let needs = list(.needs).compactMap(opened.shown).map(HandoffCard.cut)
    card.add("needs", needs.joined(separator: "; "), style: .bold)
    let known = list(.facts)
    let told = known.filter { $0[FactField.stale] != true }
    card.add("DO NOT ASK", told.map { fact($0) }.joined(separator: "; "), style: .bold)
    let earlier = (before?[PartyField.facts]?.array ?? []).filter { $0[FactField.stale] != true }
    card.add(
      told.isEmpty ? "DO NOT ASK" : "",
      earlier.isEmpty
        ? nil : "known from before: " + earlier.map { fact($0) }.joined(separator: "; "),
      style: .bold)
    let stale = (known + (before?[PartyField.facts]?.array ?? [])).filter {
      $0[FactField.stale] == true
    }
    card.add("ask again", stale.map { "\(fact($0)), may be out of date" }.joined(separator: "; "))
  }

  /// How the party was identified: by the matter's records, else by its own.
  private var identities: [JSONValue] {
    let own = list(.who)
    return own.isEmpty ? before?[PartyField.identities]?.array ?? [] : own
  }

  private func identity(_ value: JSONValue) -> String {
    let ways = [IdentityField.kind, .idp, .method].compactMap { Phrase.code(value[$0]) }
    let levels = [("IAL", value[IdentityField.ial]), ("AAL", value[IdentityField.aal])].compactMap {
      name, level in
      level?.int.map { "\(name)\($0)" }
    }
    let isVerified = value[IdentityField.verified] == true
    return (isVerified ? "verified by " : "not verified: ") + (ways + levels).joined(separator: " ")
  }

  private func fact(_ value: JSONValue) -> String {
    let key = Phrase.code(value[FactField.key]) ?? "?"
    let words = opened.shown(value[FactField.value]).map(HandoffCard.cut)
    let check = value[FactField.verified] == true ? " ✓" : ""
    guard let words else { return key + check }
    return words.hasPrefix("(") ? "\(key) \(words)\(check)" : "\(key): \(words)\(check)"
  }

  // MARK: What it is about

  private func matter(_ card: inout Card) {
    let matter = packet[PacketField.matter]
    let issue = matter?[PacketMatterField.issue]
    let guess = issue?[CodeField.inferred] == true ? " (inferred by a machine)" : ""
    let about = [
      Phrase.code(issue?[CodeField.code]).map { "issue \($0)\(guess)" },
      Phrase.code(matter?[PacketMatterField.service] ?? handoff[HandoffField.service]).map {
        "service \($0)"
      },
      handoff[HandoffField.matter]?.object?.members.first.map { member in
        "\(member.key) \(Terminal.short(member.value.string ?? ""))"
      },
    ]
    card.add("about", about.compactMap { $0 }.joined(separator: "; "))
    card.add("in words", inWords(matter?[PacketMatterField.words]?.array ?? []))
  }

  /// The party's first and last words, between which nothing is quoted.
  private func inWords(_ references: [JSONValue]) -> [String] {
    let said = references.compactMap(quoted)
    guard said.contains(where: { $0.hasPrefix("“") }) else {
      return Dictionary(grouping: said) { $0 }.sorted { $0.key < $1.key }.map { words, all in
        all.count == 1 ? words : "\(all.count) messages \(words)"
      }
    }
    guard said.count > 2, let first = said.first, let last = said.last else { return said }
    return [first, "… \(said.count - 2) more …", last]
  }

  private func quoted(_ reference: JSONValue?) -> String? {
    guard let words = opened.shown(reference) else { return nil }
    guard case .text = opened[reference] else { return words }
    return "“\(HandoffCard.cut(words))”"
  }

  /// Words that may be pages, which would push the rest off the screen; `--json` and the transcript
  /// have them whole.
  private static func cut(_ words: String) -> String { Terminal.cut(words, 320) }

  // MARK: What was done and is owed

  private func tried(_ value: JSONValue) -> String {
    let what = Phrase.code(value[TriedField.what]) ?? "?"
    let which = [TriedField.response, .task, .intent].compactMap { Phrase.code(value[$0]) }
    let version = value[TriedField.version].map { "v\(Terminal.plain($0))" }
    let handoff = value[TriedField.handoff]?.string.map(Terminal.short)
    let outcome = Phrase.code(value[TriedField.outcome]).map { "→ \($0)" }
    return ([what] + which + [version, handoff, outcome].compactMap { $0 }).joined(separator: " ")
  }

  private func promise(_ value: JSONValue) -> String {
    let kind =
      value[PromiseField.kind] == "sla" ? "SLA" : Phrase.code(value[PromiseField.kind]) ?? "promise"
    let clock = Phrase.code(value[PromiseField.clock]).map { " \($0)" } ?? ""
    let due = value[PromiseField.due].map { " due \(Phrase.time($0))" } ?? ""
    return "\(kind)\(clock)\(due) (\(Phrase.code(value[PromiseField.state]) ?? "?"))"
  }

  private func attachment(_ value: JSONValue) -> String {
    let type = value[AttachmentField.mediaType].map { " \(Terminal.plain($0))" } ?? ""
    return "@\(Terminal.plain(value[AttachmentField.position]))\(type)"
  }

  private func place(_ finding: JSONObject) -> String {
    let causes = (finding[FindingField.causes]?.array ?? []).compactMap(\.int).map { "@\($0)" }
    return causes.isEmpty ? "" : " (\(causes.joined(separator: " ")))"
  }

  // MARK: What it rests on

  private func footer(_ card: inout Card) {
    if let pending = packet[PacketField.incompleteAsOf]?[IncompleteField.pending]?.array,
      !pending.isEmpty
    {
      let places = pending.compactMap(\.int).map { "@\($0)" }.joined(separator: " ")
      let came = handoff[HandoffField.completedBy]?.int.map { "; it came with @\($0)" } ?? ""
      card.add(
        "incomplete",
        "as of @\(Terminal.plain(packet[PacketField.incompleteAsOf]?[IncompleteField.position])): "
          + "the transcript of \(places) was still to come\(came)", style: .yellow)
    }
    if let position = packet[PacketField.position]?.int {
      let hash =
        packet[PacketField.hash]?.string.map { ", hash \(Terminal.cut(Terminal.safe($0), 17))" }
        ?? ""
      card.add("packet", "of position \(position)\(hash)", style: .dim)
    }
    card.add("withheld", opened.withheldLine, style: .dim)
  }
}
