internal import Compliance
internal import InteractionModel
internal import Queries
internal import Search

/// A question of which the first page is measured, asked of a store with ``LargeEntities``.
enum AskedQuestion: String, CaseIterable, Codable {
  case caseShow = "case-show"
  case caseTimeline = "case-timeline"
  case conversationShow = "conversation-show"
  case conversationTimeline = "conversation-timeline"
  case partyShow = "party-show"
  case partyTimeline = "party-timeline"
  case handoffShow = "handoff-show"
  case findPhone = "find-phone"
  case findName = "find-name"
  case findID = "find-id"
  case findBeginning = "find-beginning"
  case searchCase = "search-case"
  case searchParty = "search-party"
  case listCases = "list-cases"
  case listConversations = "list-conversations"
  case listHandoffs = "list-handoffs"

  /// How many lines a page has.
  static let page = 50

  /// Asks it.
  /// - Returns: the answer, as programs get it.
  func ask(_ reader: Reader) async throws -> JSONObject {
    let page = EntryPage(limit: AskedQuestion.page)
    return switch self {
    case .caseShow: try await Cases(reader).card(of: LargeEntities.caseID).json
    case .caseTimeline: try await Cases(reader).timeline(of: LargeEntities.caseID, page).json
    case .conversationShow:
      try await Conversations(reader).transcript(of: LargeEntities.conversation, page).json
    case .conversationTimeline:
      try await Conversations(reader).timeline(of: LargeEntities.conversation, page).json
    case .partyShow: try await Parties(reader).show(LargeEntities.party).json
    case .partyTimeline: try await Parties(reader).timeline(of: LargeEntities.party, page).json
    case .handoffShow: try await Handoffs(reader).show(LargeEntities.handoff.description).json
    case .findPhone: try await find("(312) 555-0142", reader)
    case .findName: try await find(LargeEntities.name, reader)
    case .findID: try await find(LargeEntities.party, reader)
    case .findBeginning: try await find(String(LargeEntities.party.dropLast(2)), reader)
    case .searchCase, .searchParty:
      try await search(reader)
    case .listCases, .listConversations, .listHandoffs: try list(reader)
    }
  }

  private func find(_ text: String, _ reader: Reader) async throws -> JSONObject {
    let found = try await People(reader).find(text)
    guard found.people.first?.party == LargeEntities.party else {
      throw BenchFailure("“\(rawValue)” did not find the party that it is about")
    }
    return found.json
  }

  private func search(_ reader: Reader) async throws -> JSONObject {
    var texts = TextFilter()
    if self == .searchCase {
      texts.caseID = LargeEntities.caseID
    } else {
      texts.party = LargeEntities.party
    }
    return try await SearchedTexts(reader).search(
      SearchQuery("street light"), words: "street light", in: texts
    ).json
  }

  private func list(_ reader: Reader) throws -> JSONObject {
    switch self {
    case .listCases:
      var filter = CaseFilter()
      filter.status = "open"
      return try Cases(reader).list(filter).json
    case .listConversations:
      var filter = ConversationFilter()
      filter.party = LargeEntities.party
      return try Conversations(reader).list(filter).json
    default:
      var filter = HandoffFilter()
      filter.department = "Lights"
      return try Handoffs(reader).list(filter).json
    }
  }
}
