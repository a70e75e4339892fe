internal import Foundation
internal import InteractionModel

/// Who runs the command.
enum Operator {
  /// The user's name without what no id has, else the user's number.
  ///
  /// The number also for who is called by an address or a telephone number, as domain accounts are:
  /// the actor stands in clear for ever. The system knows whose number it is.
  static var actor: Actor {
    let name = ProcessInfo.processInfo.environment["USER"] ?? NSUserName()
    let id = String(name.unicodeScalars.filter { EntityKey.isValid(id: String($0)) })
    let isMinted = ![name, id].contains(where: PersonalIdentifier.isLikely) && !id.isEmpty
    return Actor(type: "operator", id: isMinted ? id : "uid-\(getuid())")
  }
}
