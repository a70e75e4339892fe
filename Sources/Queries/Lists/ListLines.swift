public import InteractionModel

/// Every line of a list, one after the other: for tables of other programs and for counts.
///
/// However many there are, no more than a page of them is held.
public struct ListLines: Sendable {
  /// The members of each line, in the order of the columns.
  public let columns: [String]
  /// What columns are called beside their names, as in the tables that people see.
  let names: [String: String]
  /// How far what answers is behind the log; nil when it is not.
  public let lag: Lag?
  private let walk: @Sendable (_ body: (JSONObject) throws -> Void) throws -> Void

  init(
    _ columns: [String], called names: [String: String] = [:], lag: Lag? = nil,
    _ walk: @escaping @Sendable (_ body: (JSONObject) throws -> Void) throws -> Void
  ) {
    self.columns = columns
    self.names = names
    self.lag = lag
    self.walk = walk
  }

  /// Lines that are there.
  /// - Parameters:
  ///   - columns: the members of each.
  ///   - names: what columns are called beside their names, in small letters without spaces.
  ///   - lines: the lines.
  ///   - lag: how far what answered is behind the log; nil when it is not.
  public init(
    _ columns: [String], called names: [String: String] = [:], _ lines: [JSONObject],
    lag: Lag? = nil
  ) {
    self.init(columns, called: names, lag: lag) { body in try lines.forEach(body) }
  }

  /// Goes through the lines, in the order in which the store has them.
  /// - Parameter body: takes a line.
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the filter; what reading throws,
  ///   and what `body` throws.
  public func forEach(_ body: (JSONObject) throws -> Void) throws { try walk(body) }
}

extension JSONObject {
  /// The same with who acted in two columns, the kind and the id, where answers have one object.
  var withActorApart: JSONObject {
    var line = self
    let actor = line["actor"]
    line["actor"] = actor?["id"]
    line["actorType"] = actor?["type"]
    return line
  }
}
