internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// A hand-off as an agent takes it in: who calls, what they want, what they were promised, then the
/// rest of the twelve points of its packet.
struct HandoffCard {
  private let found: HandoffAnswer
  private let showsAll: Bool

  /// A card.
  /// - Parameters:
  ///   - found: the hand-off.
  ///   - showsAll: whether positions, hashes and findings that were withdrawn are shown too.
  init(_ found: HandoffAnswer, showsAll: Bool = false) {
    self.found = found
    self.showsAll = showsAll
  }

  private var handoff: Document<HandoffField> { found.state }
  private var opened: OpenedReferences { found.words }

  private var packet: Document<PacketField> { found.packet }

  var card: Card {
    var card = Card()
    person(&card)
    card.gap()
    matter(&card)
    promised(&card)
    card.gap()
    facts(&card)
    card.gap()
    headline(&card)
    let journey = JourneyLines(
      packet.parts(.journey).reversed(), found.ways, asRecorded: found.asRecorded)
    card.add("journey", journey.lines)
    card.add("tried", packet.parts(.tried).map(tried).joined(separator: "; "))
    card.add("attached", packet.parts(.attachments).map(attachment).joined(separator: ", "))
    card.gap()
    let findings = found.findings.filter { showsAll || $0[.state] == "open" }
    card.add("lost", findings.map { FindingKind.line($0) + place($0) }, style: .red)
    footer(&card)
    return card
  }

  // MARK: What it is

  private func headline(_ card: inout Card) {
    card.add("from", Phrase.place(handoff.part(.from)), style: .bold)
    let to = handoff.part(.to, of: TransferEndField.self)
    let follow = to?[.case].map { " (case \(Terminal.plain($0)))" } ?? ""
    // What the receiver is asked for may be another service than the one that the matter is about.
    let matter = packet.part(.matter, of: PacketMatterField.self)?[.service]
    let other = handoff[.service].flatMap { service in
      [matter, found.service.heading].contains(service) ? nil : Phrase.code(service)
    }
    card.add(
      "to", Phrase.place(to) + follow + (other.map { " for \($0)" } ?? ""), style: .bold)
    let status = handoff[.status]?.string ?? "?"
    let asked =
      Phrase.ago(handoff[.time]?.string, at: found.view.now).map { "asked \($0), " } ?? "asked "
    let kind = Phrase.code(handoff[.kind]) ?? "hand-off"
    card.add(
      "status",
      "\(Terminal.safe(status)) – \(kind), \(asked)"
        + Phrase.time(of: handoff, .time, flags: .flags),
      style: HandoffCard.style(of: status))
    card.add("since", StepLines(handoff.parts(.steps), opened).lines)
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
    let party = handoff[.party]?.string.map { "party \(Terminal.short($0))" } ?? "party unknown"
    let caller = found.caller.map { CallerLines($0, opened) }
    card.add(
      "who",
      ([caller?.name, party].compactMap { $0 } + found.identities.compactMap(identity)).joined(
        separator: "; "),
      style: .bold)
    card.add("reach", caller?.endpoints, style: .bold)
    card.add("address", caller?.addresses ?? [])
    let spoken = found.language
    card.add("language", spoken.map { Terminal.plain($0) }, style: spoken == "en" ? nil : .bold)
    card.add("prefers", Phrase.code(found.caller?.preferences[.preferredChannel]), style: .bold)
    let needs = found.needs.compactMap { opened.shown($0) }.map(HandoffCard.cut)
    card.add("needs", needs.joined(separator: "; "), style: .bold)
  }

  private func facts(_ card: inout Card) {
    let (asking, before) = (found.asking, found.askingBefore)
    func shown(_ value: Document<FactField>) -> String {
      let isRepeated = asking.isRepeated(value) || before.isRepeated(value)
      return fact(value) + (isRepeated ? Phrase.askedAgain : "")
    }
    let known = [
      ("", asking.known), ("known from before: ", before.known),
      ("told since: ", found.askingSince.known),
    ].filter { !$0.1.isEmpty }
    card.add(
      "DO NOT ASK", known.map { $0 + $1.map(shown).joined(separator: "; ") }, style: .bold)
    let again =
      (asking.stale + before.stale + found.askingSince.stale).map {
        "\(shown($0)), \(Asking.reason($0))"
      }
      + asking.forgotten.map { "\(Phrase.code($0.key)), \($0.word)" }
    card.add("ask again", again.joined(separator: "; "))
    card.add("open", found.openQuestions.map(Phrase.code).joined(separator: ", "))
  }

  /// How the party was identified; nil where nobody says by what, and it was not verified.
  private func identity(_ value: Document<IdentityField>) -> String? {
    let ways = [IdentityField.kind, .idp, .method].compactMap { Phrase.code(value[$0]) }
    let levels = [("IAL", value[.ial]), ("AAL", value[.aal])].compactMap { name, level in
      level?.int.map { "\(name)\($0)" }
    }
    let isVerified = value[.verified] == true
    guard !(ways + levels).isEmpty else { return isVerified ? "verified" : nil }
    return (isVerified ? "verified by " : "not verified: ") + (ways + levels).joined(separator: " ")
  }

  private func fact(_ value: Document<FactField>) -> String {
    let key = Phrase.code(value.name)
    let words = opened.shown(value[.value]).map(HandoffCard.cut)
    let check = value[.verified] == true ? " ✓" : ""
    guard let words else { return key + check }
    return words.hasPrefix("(") ? "\(key) \(words)\(check)" : "\(key): \(words)\(check)"
  }

  // MARK: What it is about

  private func matter(_ card: inout Card) {
    let matter = packet.part(.matter, of: PacketMatterField.self)
    let issue = matter?.part(.issue, of: CodeField.self)
    let guess = issue?[.inferred] == true ? " (inferred by a machine)" : ""
    let about = [
      Phrase.code(issue?[.code]).map { "issue \($0)\(guess)" },
      Phrase.service(
        matter?[.service] ?? handoff[.service] ?? found.service.service,
        under: found.service.heading
      ).map {
        "service \($0)"
      },
      handoff[.matter]?.object?.members.first.map { member in
        "\(member.key) \(Terminal.short(member.value.string ?? ""))"
      },
    ]
    card.add("about", about.compactMap { $0 }.joined(separator: "; "))
    card.add("where", opened.first(found.place))
    card.add("in words", opened.lines(of: found.own))
    let reason = packet.part(.reason, of: PacketReasonField.self)
    let why = [Phrase.code(reason?[.code] ?? handoff[.reason]), opened.quoted(reason?[.words])]
    card.add("why", why.compactMap { $0 }.joined(separator: ": "))
    card.add("expected", opened.quoted(reason?[.expected]), style: .bold)
  }

  /// Words that may be pages, which would push the rest off the screen; `--json` and the transcript
  /// have them whole.
  private static func cut(_ words: String) -> String { Terminal.cut(words, 320) }

  // MARK: What was done and is owed

  private func tried(_ value: Document<TriedField>) -> String {
    let what = Phrase.code(value[.what]) ?? "?"
    let which = [TriedField.response, .task, .intent].compactMap { Phrase.code(value[$0]) }
    let version = value[.version].map { "v\(Terminal.plain($0))" }
    let handoff = value[.handoff]?.string.map(Terminal.short)
    let outcome = Phrase.code(value[.outcome]).map { "→ \($0)" }
    return ([what] + which + [version, handoff, outcome].compactMap { $0 }).joined(separator: " ")
  }

  private func promised(_ card: inout Card) {
    card.add("promised", Standing.lines(found.promises, at: found.view, opened))
  }

  private func attachment(_ value: Document<AttachmentField>) -> String {
    let type = value[.mediaType].map { Terminal.plain($0) } ?? "a file"
    return showsAll ? "@\(Terminal.plain(value[.position])) \(type)" : type
  }

  private func place(_ finding: Document<FindingField>) -> String {
    guard showsAll else { return "" }
    let causes = FindingKind.causes(of: finding)
    return causes.isEmpty ? "" : " (\(causes))"
  }

  // MARK: What it rests on

  private func footer(_ card: inout Card) {
    let incomplete = packet.part(.incompleteAsOf, of: IncompleteField.self)
    if let pending = incomplete?[.pending]?.array, !pending.isEmpty {
      let places = pending.compactMap(\.int).map { "@\($0)" }.joined(separator: " ")
      let came = handoff[.completedBy]?.int.map { "; it came with @\($0)" } ?? ""
      let what = showsAll ? places : pending.count == 1 ? "a call" : "\(pending.count) calls"
      let point = showsAll ? "as of @\(Terminal.plain(incomplete?[.position])): " : ""
      card.add(
        "incomplete",
        "\(point)the transcript of \(what) was still to come"
          + (showsAll ? came : came.isEmpty ? "" : "; it is there now"), style: .yellow)
    }
    if showsAll, let position = packet[.position]?.int {
      let hash =
        packet[.hash]?.string.map { ", hash \(Terminal.cut(Terminal.safe($0), 17))" } ?? ""
      card.add("packet", "of position \(position)\(hash)", style: .dim)
    }
    card.add("withheld", opened.withheldLine, style: .dim)
  }
}
