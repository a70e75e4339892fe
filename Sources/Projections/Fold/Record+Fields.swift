package import InteractionModel

extension Actor {
  private static let machines: Set<String> = ["system", "assistant", "bot", "model"]

  /// Whether something was inferred: a model says it, or somebody says how sure they are of it.
  ///
  /// A person who is quite sure states it.
  static func infers(as type: String?, model: String?, confidence: String?) -> Bool {
    if model != nil { return true }
    guard let confidence else { return false }
    let isPerson = type.map { !machines.contains($0) } ?? false
    return !isPerson || (Double(confidence) ?? 0) < 1
  }
}

extension Record {
  /// What its type is in the catalogue; nil when the type is not listed.
  /// - Throws: ``FoldError`` when a listed type has a schema newer than 1.
  func catalogued() throws(FoldError) -> CatalogueType? {
    guard let type = type.catalogued else { return nil }
    guard schema <= 1 else {
      throw FoldError(
        position: position, reason: "schema \(schema) of \(self.type) is newer than this code",
        remedy: "upgrade, or quarantine the position")
    }
    return type
  }

  /// A code, an id or a time of the body; nil when it is absent.
  /// - Throws: ``FoldError`` when the field holds something else.
  func text(_ field: String) throws(FoldError) -> String? {
    switch body[field] {
    case nil: return nil
    case .string(let text)?: return text
    default: throw wrongKind(field, "a string")
    }
  }

  /// The codes or ids of a list in the body; empty when it is absent.
  /// - Throws: ``FoldError`` when the field holds something else.
  func texts(_ field: String) throws(FoldError) -> [String] {
    guard let value = body[field] else { return [] }
    guard let texts = [String](json: value) else { throw wrongKind(field, "a list of strings") }
    return texts
  }

  /// The case whose own stream the record stands in; nil when it stands in another.
  package var ownCase: String? { id(ofStream: "case-") }

  /// The case that an event says its conversation is in: in its body, else in its envelope.
  var conversationsCase: String? { body["case"]?.string ?? self.case }

  /// The case that the record says it belongs to; a link may say otherwise.
  var saidCase: String? { Link.isBeginning(type) ? conversationsCase : self.case }

  /// The document whose own stream the record stands in; nil when it stands in another.
  var ownDocument: String? { id(ofStream: "document-") }

  /// The register that the record stands in; nil when it stands in another stream.
  var ownRegister: String? { EntityKey(registerOf: stream)?.id }

  private func id(ofStream category: String) -> String? {
    let name = stream.rawValue
    guard name.utf8.starts(with: category.utf8) else { return nil }
    return String(name.dropFirst(category.utf8.count))
  }

  /// What the source said about the time; empty when it said nothing.
  var said: String { occurred?.text ?? "" }

  /// Whether what it says was inferred, see ``Actor/infers(as:model:confidence:)``.
  /// - Throws: ``FoldError`` when a field is not of its kind.
  func isInferred() throws(FoldError) -> Bool {
    let (model, confidence) = (try text("model"), try text("confidence"))
    return Actor.infers(as: actor?.type, model: model, confidence: confidence)
  }

  func wrongKind(_ field: String, _ expected: String) -> FoldError {
    FoldError(
      position: position, reason: "the body field “\(field)” of \(type) is not \(expected)",
      remedy: "quarantine the position")
  }
}
