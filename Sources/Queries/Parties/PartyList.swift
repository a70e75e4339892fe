public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// A page of parties.
public struct PartyList: Sendable {
  /// The parties, the one last heard of last, as answers have them.
  public let parties: [JSONObject]
  /// The id to go on after; nil when nothing follows.
  public let next: String?
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?

  /// The page as answers have it.
  public var json: JSONObject {
    [
      "parties": .array(parties.map(JSONValue.object)),
      "next": next.map(JSONValue.string) ?? .null,
    ]
  }
}

extension Parties {
  /// Parties, the one last heard of last.
  /// - Parameters:
  ///   - caseID: a case they are part of; nil for all.
  ///   - after: the last id of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page.
  /// - Throws: ``QueryError/noPlace(_:)`` when there is no such party to start after.
  public func list(
    inCase caseID: String? = nil, after: String? = nil, limit: Int = 50
  ) throws -> PartyList {
    let rows = OrderedRows(model: entities.model, tables: [entities.table], column: "last_at")
    let filters = caseID.map { [RowFilter.contains(column: "cases", $0)] } ?? []
    // Who was merged into another stands there under the other's name.
    let (found, next) = try rows.page(where: filters, after: after, limit: limit) {
      $0.text("merged_into") == nil
    }
    let parties = found.map { element in
      var object: JSONObject = ["party": .string(element.row.key)]
      for column in ["cases", "channels", "conversations", "findings"] {
        object[column] = element.json(column)
      }
      object["lastTouch"] = element.document(PartyField.self)[.lastTouch] ?? .null
      return object
    }
    return PartyList(parties: parties, next: next, lag: try entities.lag())
  }
}
