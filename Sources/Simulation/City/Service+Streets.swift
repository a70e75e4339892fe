extension Service {
  /// Streets and refuse.
  static let streetServices: [Service] = [
    Service(
      "pothole", issue: "street-defect", .publicWorks, desk: 1, dueHours: 72,
      facts: [.name, .address],
      english: ServiceText(
        title: "Pothole",
        problems: [
          "There is a deep pothole on %s near number %h.",
          "The pothole in front of %a is getting bigger every day.",
          "I hit a hole in the pavement on %s and my tire is flat.",
        ],
        details: [
          "It is about two feet wide and fills with water when it rains.",
          "Two cyclists nearly fell there on %d.",
          "Cars swerve into the other lane to get around it.",
        ],
        answers: [
          "A street crew has been asked to look at %s by %d.",
          "I have marked it for a temporary patch until the asphalt plant opens.",
        ],
        resolutions: [
          "The crew filled the pothole on %s and sealed the edges.",
          "The pavement on %s was milled and patched on %d.",
        ]),
      spanish: ServiceText(
        title: "Bache",
        problems: [
          "Hay un bache muy hondo en %s, cerca del número %h.",
          "El bache frente a %a crece todos los días.",
        ],
        details: [
          "Se llena de agua cuando llueve y nadie lo ve.",
          "Dos ciclistas casi se caen el %d.",
        ],
        answers: ["Pedimos a una cuadrilla que revise %s antes del %d."],
        resolutions: ["La cuadrilla tapó el bache en %s el %d."])),
    Service(
      "streetlight", issue: "streetlight-out", .publicWorks, desk: 1, dueHours: 120,
      facts: [.name, .address, .phone],
      english: ServiceText(
        title: "Streetlight out",
        problems: [
          "The streetlight outside %a has been dark since %d.",
          "Three street lamps in a row are out on %s.",
          "The light at the corner of %s flickers all night long.",
        ],
        details: [
          "It is pitch black when my daughter walks home from the bus.",
          "Somebody already tried to break into a parked car there.",
        ],
        answers: [
          "The electrician has %s on the list for %d.",
          "The lamp belongs to the harbor circuit, which is being rewired this week.",
        ],
        resolutions: [
          "The lamp on %s was replaced with an LED and tested after sunset.",
          "A cut cable on %s was repaired; all three lamps are on again.",
        ]),
      spanish: ServiceText(
        title: "Farola apagada",
        problems: [
          "La farola frente a %a está apagada desde el %d.",
          "La calle %s está a oscuras, no funciona ninguna lámpara.",
        ],
        details: ["Mi hija vuelve caminando del autobús y no se ve nada."],
        answers: ["El electricista tiene %s en la lista para el %d."],
        resolutions: ["Se cambió la lámpara en %s y ya funciona."])),
    Service(
      "missed_trash", issue: "missed-collection", .publicWorks, dueHours: 48,
      facts: [.name, .address],
      english: ServiceText(
        title: "Missed trash collection",
        problems: [
          "The trash truck skipped %s again on %d.",
          "Our recycling bin at %a was not emptied, the neighbors' were.",
          "Nobody has picked up the yard waste on %s for two weeks.",
        ],
        details: [
          "The bags were at the curb before six in the morning.",
          "Now the gulls are tearing everything apart.",
        ],
        answers: [
          "I have sent the address to the route supervisor for a return trip on %d.",
          "The truck broke down that day; please leave the bin at the curb.",
        ],
        resolutions: [
          "The truck came back to %s on %d and emptied the bins.",
          "The route on %s was corrected, so it will not be skipped again.",
        ]),
      spanish: ServiceText(
        title: "Basura no recogida",
        problems: [
          "El camión de la basura no pasó por %s el %d.",
          "No vaciaron el contenedor de reciclaje en %a.",
        ],
        details: ["Las bolsas estaban afuera antes de las seis de la mañana."],
        answers: ["Avisé al supervisor de la ruta para que vuelvan el %d."],
        resolutions: ["El camión volvió a %s y recogió todo."])),
  ]
}
