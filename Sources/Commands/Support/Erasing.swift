internal import ArgumentParser
internal import Compliance
internal import Foundation
internal import InteractionModel
internal import Queries
internal import Store

/// What every erasure is told.
struct ErasingOptions: ParsableArguments {
  @Option(help: "Why, in words; kept sealed, and not erased with the rest. Do not name anybody.")
  var reason: String

  @Option(help: ArgumentHelp("The authority for it, a code.", valueName: "code"))
  var authority: String?

  @Flag(help: "Show what would be erased, change nothing.")
  var dryRun = false

  @Flag(help: "Do not ask.")
  var yes = false

  func validate() throws {
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw ValidationError("--reason must say why it is erased")
    }
    try AuthorityCode.check(authority)
  }
}

/// The form of an authority.
enum AuthorityCode {
  static func check(_ authority: String?) throws {
    guard let authority, !FieldKind.code.admits(.string(authority)) else { return }
    throw ValidationError(
      "“\(authority)” is no code; write letters, digits or . _ : / - without spaces")
  }
}

/// `erase`, of a party or a conversation: shows whom it concerns, asks, does it, certifies it.
struct ErasureRun {
  let entity: EntityKey
  let store: StoreOptions
  let output: OutputOptions
  let options: ErasingOptions

  func run() async throws {
    let opened = try store.open(to: .append)
    let log = try await opened.log()
    let isShowing = !output.quiet && !output.json
    let eraser = opened.eraser(log) { step in
      if isShowing { ErasureRun.show(step) }
    }
    if options.dryRun {
      let rehearsal = try eraser.rehearse(entity)
      // Of an id that nobody has nothing can be shown that is erased.
      if rehearsal.plan.subjects.isEmpty, rehearsal.plan.destroyedBefore == 0 {
        throw ErasureError.nothingLeft(entity, destroyedBefore: 0)
      }
      if output.json { return Terminal.show(rehearsal.json) }
      return show(rehearsal.plan, hold: rehearsal.hold)
    }
    let plan = try eraser.plan(entity)
    guard !plan.subjects.isEmpty else {
      throw ErasureError.nothingLeft(entity, destroyedBefore: plan.destroyedBefore)
    }
    if !options.yes { try confirm(plan) }
    do {
      let certificate = try await eraser.erase(
        entity, authority: options.authority, reason: options.reason)
      show(certificate, beside: plan)
    } catch ErasureError.refused(let certificate) {
      ErasureCertificateView(certificate).show(output)
      throw Failure.foundSomething
    }
  }

  /// The certificate, and what of others is left, as the plan had it.
  private func show(_ certificate: ErasureCertificate, beside plan: ErasurePlan) {
    if output.json {
      var object = certificate.json
      object["left"] = .array(plan.left.map { .object($0.json) })
      return Terminal.show(object)
    }
    ErasureCertificateView(certificate).show(output)
    if !output.quiet { ErasureRun.show(left: plan.left) }
  }

  private func confirm(_ plan: ErasurePlan) throws {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1, !output.json else {
      throw ValidationError(
        "erasing cannot be undone; look at it with --dry-run, then say --yes")
    }
    show(plan, hold: nil)
    let question = Terminal.styled("Erase for ever? Type yes: ", .bold)
    guard try Terminal.ask(question) == "yes" else { throw Refusal("nothing was erased") }
  }

  // MARK: Showing

  private func show(_ plan: ErasurePlan, hold: Hold?) {
    let names = plan.family.filter { $0 != plan.entity.id }
    let also = names.isEmpty ? "" : ", also known as \(names.joined(separator: ", "))"
    Terminal.heading(plan.entity.kind.rawValue, plan.entity.id, also)
    ErasureRun.table(plan.subjects).show()
    Terminal.paragraph(
      "\(plan.subjects.count) subjects; \(plan.records) records would have unreadable parts.")
    if !plan.types.isEmpty {
      Terminal.paragraph("Unreadable then: \(ErasureRun.words(plan.types)).")
    }
    if plan.destroyedBefore > 0 { print("\(plan.destroyedBefore) keys were destroyed before.") }
    ErasureRun.show(left: plan.left)
    if let hold {
      Terminal.paragraph(
        "The hold \(hold.id) on \(hold.entity.kind.rawValue) \(hold.entity.id) refuses it.", .red)
    }
  }

  private static func show(left: [ErasureSubject]) {
    guard !left.isEmpty else { return }
    Terminal.paragraph(
      """
      Left as they are, because nothing says that they are about the party. What staff and \
      machines wrote about them in records that do not name them needs redaction:
      """)
    print("")
    table(left).show()
  }

  /// What the records of some types say in sealed parts, by the vocabulary.
  private static func words(_ types: [EventType: Int]) -> String {
    types.sorted { $0.key.rawValue < $1.key.rawValue }.map { type, count in
      let members = Vocabulary.sealed(by: type)
      let said = members.isEmpty ? "" : " (\(members.joined(separator: ", ")))"
      return Terminal.safe("\(count) \(type.rawValue)\(said)")
    }.joined(separator: "; ")
  }

  private static func table(_ subjects: [ErasureSubject]) -> TextTable {
    var table = TextTable("SCOPE", "ID", "PARTICIPANT", "RECORDS", "KEY")
    for subject in subjects {
      table.add(
        subject.scope.kind.rawValue, Terminal.safe(subject.scope.id), subject.participantKind,
        String(subject.records), subject.keyID)
    }
    return table
  }

  private static func show(_ step: ErasureStep) {
    switch step {
    case .checked: break
    case .requested: Terminal.note("requested: nobody can read it any more")
    case .closed, .marked: break
    case .destroyed: Terminal.note("the vault has destroyed the keys")
    case .purged: Terminal.note("opened copies are removed")
    case .completed: Terminal.note("recorded")
    case .reopened: break
    }
  }
}

/// A certificate of erasure as it is shown.
struct ErasureCertificateView {
  private let certificate: ErasureCertificate

  init(_ certificate: ErasureCertificate) {
    self.certificate = certificate
  }

  func show(_ output: OutputOptions) {
    if output.json { return Terminal.show(certificate.json) }
    CertificateCard.show(
      certificate.title, certificate.rows(at: { Phrase.time($0.description) }))
  }
}

/// A certificate as a card: its title, and labels each with its lines.
enum CertificateCard {
  static func show(_ title: String, _ rows: [(label: String, texts: [String])]) {
    Terminal.say(title, .bold)
    var card = Card()
    for (label, texts) in rows { card.add(label, texts.map(Terminal.safe)) }
    card.show()
  }
}
