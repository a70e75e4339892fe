/// Leaves out links that say again what is so already: where each record of a conversation names its
/// case, all but the first.
///
/// A link is left out when the one in force before it has the same target and was earlier. Then
/// every part of the log that has the one has the other as well, up to a position or up to a time, so
/// that membership is the same in all of them. One too many is only slower.
public struct RepeatedLinks {
  /// How many conversations are remembered.
  private static let limit = 65_536

  private var inForce: [String: Link] = [:]
  /// Whether something was forgotten, so that what was known before need not be in force any more.
  private var hasForgotten = false

  /// Nothing is known yet.
  public init() {}

  /// Those of some links that say something new.
  /// - Parameters:
  ///   - links: the next links, in position order.
  ///   - known: the link of a conversation that was in force before the first of them; nil where
  ///     there is none, or it is not known.
  /// - Returns: the links without those that change nothing.
  /// - Throws: what `known` throws.
  public mutating func dropped(
    from links: [Link], known: (String) throws -> Link?
  ) rethrows -> [Link] {
    var news: [Link] = []
    for link in links {
      guard link.kind == .conversationNamed else {
        news.append(link)
        continue
      }
      let last = try inForce[link.subject] ?? (hasForgotten ? nil : known(link.subject))
      if let last, last.target == link.target, last.time <= link.time { continue }
      if inForce.count >= RepeatedLinks.limit {
        inForce.removeAll(keepingCapacity: true)
        hasForgotten = true
      }
      inForce[link.subject] = link
      news.append(link)
    }
    return news
  }
}
