import InteractionModel
import Testing

@testable import Projections

@Suite("Documents: what folds write")
struct DocumentFieldTests {
  /// Those that no row has: whoever answers fills them in.
  private static let answered = [
    "FactField.flags", "FindingField.agents", "FindingField.departments", "FindingField.flags",
    "FindingField.queues", "HandoffField.flags", "LegField.flags", "LegField.resolved",
    "PartyCaseField.resolution", "PartyCaseField.serviceHeading",
    "PartyConversationField.flags", "PartyConversationField.outcome",
    "PromiseField.settled", "PromiseField.words", "StepField.flags", "StepField.until",
    "StepField.words",
  ]

  @Test("has the fields that its readers know and no others, and each is written")
  func fields() throws {
    var survey = FieldSurvey()
    for seed in 1...24 as ClosedRange<UInt64> {
      var history = RandomHistory(seed: seed)
      survey.take(try fold(history.records(200)).rows(RowContext(key: "A")))
      survey.take(CaseState().rows(RowContext(key: "B", mergedInto: "A")))
      let records = try ContinuityPropertyTests().records(seed, 250)
      survey.take(try continuity(records).rows(RowContext(key: "A", mergedInto: "B")))
      var parties = PartyHistory(seed: seed)
      let told = try parties.records(200)
      survey.take(try party(told).rows(context(told)))
      survey.take(PartyContinuity().rows(RowContext(key: "p2", mergedInto: "p1")))
      var conversation = RandomConversation(seed: seed)
      survey.take(try Transcripts.fold(conversation.records(200)).rows(RowContext(key: "c")))
    }
    var builder = RecordBuilder()
    let journey = try ComposedJourney().events.map { try builder.record($0) }
    survey.take(try continuity(journey).rows(RowContext(key: ComposedJourney.caseID)))
    let (transcript, response) = try ArchiveDigestTests.states()
    survey.take(ArchiveDigestTests.rows(transcript, response))
    #expect(survey.unknown == [])
    #expect(survey.unwritten == Self.answered)
  }
}

/// Which fields the documents of some rows have, and which of those that are declared they do not.
private struct FieldSurvey {
  private var seen: Set<String> = []
  private(set) var unknown: Set<String> = []
  private var shapes: [String: DocumentShape] = [:]

  init() {
    func take(_ shape: DocumentShape) {
      shapes[shape.name] = shape
      shape.parts.values.forEach(take)
    }
    DocumentShape.ofTables.values.forEach(take)
  }

  /// The fields that no document had.
  var unwritten: [String] {
    shapes.values.flatMap { shape in shape.fields.map { "\(shape.name).\($0)" } }
      .filter { !seen.contains($0) }.sorted()
  }

  mutating func take(_ rows: [Row]) {
    var conversation: Document<ConversationField>?
    for row in rows {
      guard let shape = DocumentShape.ofTables[row.table], case .text(let text)? = row.values.last,
        let document = (try? JSONValue(parsing: Array(text.utf8)))?.object
      else {
        unknown.insert(row.table)
        continue
      }
      if row.table == ConversationArchive.conversations.name { conversation = Document(document) }
      let isUse = row.table == ConversationArchive.uses.name
      take(
        isUse
          ? ConversationArchive.ended(Document(document), with: conversation).json
          : .object(document), shape)
    }
  }

  private mutating func take(_ value: JSONValue, _ shape: DocumentShape) {
    for element in value.array ?? [] { take(element, shape) }
    for member in value.object?.members ?? [] {
      guard !shape.isNamedFreely else {
        shape.parts.values.forEach { take(member.value, $0) }
        continue
      }
      let field = "\(shape.name).\(member.key)"
      if shape.fields.contains(member.key) { seen.insert(field) } else { unknown.insert(field) }
      if let part = shape.parts[member.key] { take(member.value, part) }
    }
  }
}

/// What a document is made of: its fields, and the documents that some of them hold.
private struct DocumentShape: Sendable {
  let name: String
  let fields: [String]
  let parts: [String: DocumentShape]
  /// Whether its members have names of their own and hold one kind of part.
  var isNamedFreely: Bool { fields.isEmpty }

  init<Field: DocumentField>(_ type: Field.Type, _ parts: [Field: DocumentShape] = [:]) {
    name = "\(type)"
    fields = type.allCases.map(\.rawValue)
    self.parts = Dictionary(uniqueKeysWithValues: parts.map { ($0.key.rawValue, $0.value) })
  }

  init(eachNamed part: DocumentShape) {
    name = "each \(part.name)"
    fields = []
    parts = ["": part]
  }

  private static let author = DocumentShape(AuthorField.self)
  private static let reference = DocumentShape(ReferenceField.self)
  private static let end = DocumentShape(TransferEndField.self)
  private static let step = DocumentShape(StepField.self)
  private static let identity = DocumentShape(IdentityField.self)
  private static let promise = DocumentShape(PromiseField.self)
  private static let finding = DocumentShape(FindingField.self)
  private static let code = DocumentShape(CodeField.self)
  private static let amendment = DocumentShape(AmendmentField.self, [.author: author])
  private static let statement = DocumentShape(FactField.self)
  private static let moment = DocumentShape(MomentField.self)
  private static let fact = DocumentShape(
    FactField.self, [.confirmed: statement, .markedStale: moment, .value: reference])
  private static let journeyStep = DocumentShape(JourneyStepField.self)

  private static let packet = DocumentShape(
    PacketField.self,
    [
      .attachments: DocumentShape(AttachmentField.self), .facts: fact,
      .incompleteAsOf: DocumentShape(IncompleteField.self),
      .journey: DocumentShape(JourneyField.self, [.failed: journeyStep, .steps: journeyStep]),
      .language: code,
      .matter: DocumentShape(PacketMatterField.self, [.issue: code, .words: reference]),
      .needs: reference, .promises: promise,
      .reason: DocumentShape(
        PacketReasonField.self,
        [.expected: reference, .from: end, .to: end, .words: reference]),
      .references: reference, .tried: DocumentShape(TriedField.self), .who: identity,
    ])

  private static let matter = DocumentShape(
    MatterField.self,
    [
      .facts: fact, .legs: DocumentShape(LegField.self), .promises: promise, .unmatched: step,
    ])

  /// The document of each table's rows.
  static let ofTables: [String: DocumentShape] = [
    CaseState.table.name: DocumentShape(
      CaseField.self,
      [
        .counts: DocumentShape(CaseCountField.self),
        .resolutions: DocumentShape(ResolutionField.self),
        .sla: DocumentShape(eachNamed: DocumentShape(ClockField.self)),
        .transfers: DocumentShape(TransferField.self, [.from: end, .to: end]),
      ]),
    ContinuityHandoff.cases.name: matter,
    ContinuityHandoff.findings.name: finding,
    ContinuityHandoff.handoffs.name: DocumentShape(
      HandoffField.self,
      [.from: end, .packet: packet, .returnedBy: step, .steps: step, .to: end]),
    ContinuityHandoff.outcomes.name: promise,
    ContinuityHandoff.steps.name: step,
    ConversationArchive.conversations.name: DocumentShape(
      ConversationField.self,
      [
        .contacts: DocumentShape(ContactField.self),
        .counts: DocumentShape(ConversationCountField.self),
        .disposition: DocumentShape(DispositionField.self),
        .issues: DocumentShape(IssueField.self), .links: DocumentShape(LinkField.self),
        .participants: DocumentShape(ParticipantsField.self),
      ]),
    ConversationArchive.entries.name: DocumentShape(
      EntryField.self,
      [
        .author: author, .delivery: amendment, .edits: amendment, .redacted: amendment,
        .response: DocumentShape(UsedField.self), .text: reference,
      ]),
    ConversationArchive.responses.name: DocumentShape(
      ResponseField.self,
      [
        .counts: DocumentShape(ResponseCountField.self),
        .owners: DocumentShape(OwnershipField.self),
        .versions: DocumentShape(
          VersionField.self, [.approved: moment, .retired: moment, .text: reference]),
      ]),
    ConversationArchive.uses.name: DocumentShape(UseField.self, [.author: author]),
    PartyContinuity.findings.name: finding,
    PartyContinuity.knownFacts.name: fact,
    PartyContinuity.parties.name: DocumentShape(
      PartyField.self,
      [
        .cases: DocumentShape(PartyCaseField.self), .consents: DocumentShape(ConsentField.self),
        .conversations: DocumentShape(PartyConversationField.self),
        .counts: DocumentShape(PartyCountField.self),
        .endpoints: DocumentShape(EndpointField.self), .facts: fact, .identities: identity,
        .preferences: DocumentShape(PreferenceField.self), .promises: promise,
      ]),
  ]
}
