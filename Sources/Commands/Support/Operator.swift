internal import Foundation
internal import InteractionModel

/// Who runs the command: the account of the operating system, which nobody but the system sets.
///
/// What the environment says (`USER`, `LOGNAME`) counts for nothing.
enum Operator {
  /// The account that the process runs under.
  static var actor: Actor { actor(of: getuid(), called: name(of: getuid())) }

  /// The account's name without what no id has, else its number.
  ///
  /// The number also for who is called by an address or a telephone number, as domain accounts are:
  /// the actor stands in clear for ever. The system knows whose number it is.
  static func actor(of number: uid_t, called name: String?) -> Actor {
    let name = name ?? ""
    let id = String(name.unicodeScalars.filter { EntityKey.isValid(id: String($0)) })
    let isMinted = ![name, id].contains(where: PersonalIdentifier.isLikely) && !id.isEmpty
    return Actor(type: "operator", id: isMinted ? id : "uid-\(number)")
  }

  /// What the system calls an account; nil when it has no name, as in many containers.
  private static func name(of number: uid_t) -> String? {
    var (account, found): (passwd, UnsafeMutablePointer<passwd>?) = (passwd(), nil)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard let base = buffer.baseAddress,
        getpwuid_r(number, &account, base, buffer.count, &found) == 0,
        let name = found?.pointee.pw_name
      else { return nil }
      return String(cString: name)
    }
  }
}
