internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// What the read models say of whom and what a filter names: what an index does not know of a text,
/// for it changes without the text.
extension SearchedTexts {
  /// A party as it is under the links in force: the rule by which a hit says whose it is
  /// (``SearchedTexts/owners(of:_:_:)``), the other way round.
  func owner(party id: String) throws -> SearchOwner {
    let links = try links()
    let root = try links.root(.partyIntoParty, of: id)
    let cases = try cases(of: root, links)
    var owned = try conversations(where: [.contains(column: "parties", root)])
    if !cases.isEmpty {
      owned.formUnion(
        try conversations(where: [
          .isAnyOf(column: "case_id", cases), .equals(column: "parties", .text("[]")),
        ]))
    }
    return SearchOwner(
      ids: Set(try links.members(.partyIntoParty, of: root)), conversations: owned, cases: cases)
  }

  /// A case as it is under the links in force.
  func owner(caseID id: String) throws -> SearchOwner {
    let links = try links()
    let ids = Set(
      try links.members(.caseIntoCase, of: links.root(.caseIntoCase, of: id)))
    return SearchOwner(
      ids: ids, conversations: try conversations(where: [.isAnyOf(column: "case_id", ids)]))
  }

  /// A channel with the conversations that are held on it.
  func channels(_ channel: Channel) throws -> SearchChannels {
    SearchChannels(
      [channel.rawValue],
      conversations: try conversations(where: [
        .equals(column: "channel", .text(channel.rawValue))
      ]))
  }

  /// A department with the cases that it has by now.
  func department(_ name: String) throws -> SearchDepartment {
    let projection = CaseState.projection
    let model =
      try folded[projection.name]
      ?? conversations.entities.reader.store.serving(projection, acceptsStale: true)
    let named = ColumnValue.text(name)
    func cases(_ department: ColumnValue) throws -> Set<String> {
      try ids(
        in: model, CaseState.table,
        where: [
          .equals(column: "department", department), .equals(column: "merged_into", .null),
        ])
    }
    var found = SearchDepartment(
      name, cases: try cases(named), unassigned: try cases(.null))
    let links = try links()
    for merge in try model.mergesInForce(.caseIntoCase) {
      let root = try links.root(.caseIntoCase, of: merge.subject)
      if found.cases.contains(root) { found.cases.insert(merge.subject) }
      if found.unassigned.contains(root) { found.unassigned.insert(merge.subject) }
    }
    let own = RowFilter.equals(column: "department", named)
    found.conversations = try conversations(where: [.isAnyOf(column: "case_id", found.cases)])
      .union(conversations(where: [own, .equals(column: "case_id", .null)]))
      .union(conversations(where: [own, .isAnyOf(column: "case_id", found.unassigned)]))
    return found
  }

  /// The cases of a party, and what was merged into them.
  private func cases(of party: String, _ links: Membership<KnownLinks>) throws -> Set<String> {
    let (table, projection) = (PartyContinuity.parties, ContinuityHandoff.projection)
    guard
      let model = folded[projection.name]
        ?? conversations.entities.reader.store.dispensable(projection),
      let row = try model.row(table, key: party)
    else { return [] }
    let cases =
      OrderedRows(model: model, tables: [table], column: nil).element(row, of: table)
      .json("cases").array ?? []
    return try cases.compactMap(\.string).reduce(into: []) { found, id in
      try links.gather(.caseIntoCase, leadingTo: links.root(.caseIntoCase, of: id), into: &found)
    }
  }

  /// The conversations that pass some filters.
  func conversations(where filters: [RowFilter]) throws -> Set<String> {
    try ids(in: archive, conversations.entities.table, where: filters)
  }

  private func ids(
    in model: any ReadModel, _ table: Table, where filters: [RowFilter]
  ) throws -> Set<String> {
    var found: Set<String> = []
    var after: String?
    while true {
      let page = try model.keys(table, where: filters, after: after, limit: 4_096)
      found.formUnion(page)
      guard page.count == 4_096 else { return found }
      after = page.last
    }
  }
}
