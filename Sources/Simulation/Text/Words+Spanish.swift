extension Words {
  static let spanish: [(letter: Unicode.Scalar, text: String)] = [
    ("A", adjetivos), ("B", negocios), ("D", documentos), ("F", sentimientos), ("H", muletillas),
    ("J", oficios), ("K", vehiculos), ("L", lugares), ("N", barrios), ("O", cosas),
    ("R", parientes), ("V", sucesos), ("W", cuandos), ("X", extras), ("Y", acciones),
    ("Z", papeleo),
  ]

  private static let adjetivos = """
    grande roto viejo sucio oscuro mojado nuevo pequeño pesado flojo oxidado vacío azul gris \
    agrietado bloqueado de_madera amarillo torcido lodoso congelado ruidoso estrecho hondo \
    escondido gastado inundado podrido resbaloso quemado abandonado ilegal abollado hinchado \
    tapado disparejo peligroso maloliente grasoso plateado de_plástico de_concreto brillante \
    anaranjado morado verde hundido astillado tembloroso ilegible vencido firmado sellado \
    duplicado provisional compartido histórico baldío privado público estacional enredado \
    corroído cubierto_de_moho manchado destrozado cercado espinoso helado arenoso empedrado
    """

  private static let negocios = """
    Panadería_%y Taller_%y Farmacia_%y Mercado_%y Ferretería_%y la_lavandería_%y Peluquería_%y \
    Florería_%y Taquería_%y Hermanos_%y Consultorio_%y Librería_%y Carnicería_%y Abarrotes_%y \
    Mueblería_%y Óptica_%y Pescadería_%y Llantera_%y Imprenta_%y Guardería_%y
    """

  private static let documentos = """
    formulario recibo aviso contrato permiso comprobante certificado estado_de_cuenta talón_de_pago \
    pasaporte citatorio reporte plano presupuesto expediente folleto cuestionario registro \
    poder_notarial boleto acuerdo resumen calendario comprobante_de_domicilio historial informe \
    dictamen croquis vale padrón catálogo borrador
    """

  private static let sentimientos = """
    preocupado cansado molesto confundido agradecido nervioso desesperado decepcionado ansioso \
    agotado furioso apenado impaciente estresado abrumado sorprendido inquieto aliviado triste
    """

  private static let muletillas = """
    Sí, Bueno, Pues, Mire, Este, Ajá, Claro, Entonces, Fíjese, Oiga, Híjole, Ay, Eh, Digamos,
    """

  private static let oficios = """
    supervisor inspector empleado técnico gerente chofer oficial ingeniero plomero enfermero maestro \
    contratista electricista topógrafo intérprete conserje jardinero planificador auditor cajero \
    recepcionista bibliotecario notario mediador albañil carpintero techador mecánico capataz
    """

  private static let vehiculos = """
    camión coche autobús camioneta bicicleta motocicleta remolque tractor patineta lancha \
    ambulancia excavadora grúa carrito triciclo furgoneta montacargas
    """

  private static let lugares = """
    junto a la parada del autobús
    frente a la escuela
    detrás de la biblioteca
    en la esquina
    enfrente de la farmacia
    cerca del parque infantil
    junto al puente
    del lado izquierdo
    debajo del paso elevado
    al lado del buzón
    en la entrada del parque
    cerca de la estación de bomberos
    frente a la iglesia
    en el callejón
    en lo alto de la colina
    junto al hidrante
    cerca del cruce del tren
    en el estacionamiento de %B
    en la banqueta afuera de %B
    en la esquina de %o
    entre %o y %s
    a lo largo del malecón
    junto al embarcadero
    en el patio
    detrás del gimnasio
    junto al faro
    al pie de las escaleras
    cerca de la glorieta de %o
    """

  private static let barrios = """
    Harborside Old_Mill Eastgate Northfield Riverbend Cannery_Flats Beacon_Hill Saltmarsh \
    Fairhaven Westbrook Quarry_Heights Lower_Wharf Tidewater Orchard_Park Foundry_Row Alder_Grove \
    Breakwater Granite_Point Millpond Southpoint
    """

  private static let cosas = """
    árbol tubo letrero poste cable techo muro escalón banco bote_de_basura medidor barandal buzón \
    canalón foco cobertizo tanque charco colchón sofá refrigerador carrito_de_compras neumático \
    contenedor toldo cono barril seto tronco nido mapache perro_callejero gato ratón ganso avispero \
    desagüe grifo calentador termostato interruptor transformador semáforo tope parquímetro elevador \
    pasamanos porche balcón garaje sótano ático cimiento ladrillo azulejo yeso moho extintor \
    detector_de_humo costal_de_arena andamio generador martillo_neumático soplador aspersor pozo \
    columpio tobogán bebedero monumento quiosco muelle bote boya portón candado timbre cerrojo
    """

  private static let parientes = """
    esposo vecino hijo padre hermano casero abuelo inquilino amigo tío primo compañero sobrino \
    suegro jefe padrino cuñado nieto hijastro cuidador
    """

  private static let sucesos = """
    se_cayó se_tropezó se_resbaló se_quejó se_lastimó casi_choca llamó_a_la_policía grabó_un_video \
    perdió_el_autobús se_cortó_la_mano se_empapó fue_a_urgencias no_pudo_dormir perdió_un_día_de_trabajo \
    se_torció_el_tobillo esperó_horas
    """

  private static let cuandos = """
    ayer
    anoche
    desde el %d
    esta mañana
    hace dos semanas
    el %j
    desde la tormenta
    hace como un mes
    a las %t
    desde el %j
    todas las noches
    después de la lluvia
    desde que nos mudamos
    tres veces este año
    en la madrugada
    hace %q días
    antes de las fiestas
    a mediodía
    """

  private static let acciones = """
    llamó a la oficina
    llenó el formulario en línea
    mandó el %D por correo
    entregó el %D en la ventanilla
    habló con un %J
    esperó %m minutos en la línea
    tomó fotos del %O
    pagó en el quiosco
    subió el %D dos veces
    habló con %w
    dejó un mensaje el %d
    preguntó en el banco
    fue a la oficina de %N
    le preguntó al %J de %B
    """

  private static let papeleo = """
    Mi %R ya %Y.
    El %J dijo que con el %D bastaba.
    Tengo el %D y el %D aquí conmigo.
    Trabajo en %B y no puedo llamar durante el día.
    Mi %R no habla inglés.
    La referencia del %D es %r.
    Nadie me dijo que necesitaba el %D.
    Encontré este número en el %D.
    El %D dice %j y la página dice %j.
    Por favor no manden el %D a la dirección anterior de %N.
    Estoy %F y solo quiero saber qué sigue.
    El último %D llegó a nombre de otra persona, %y.
    El banco me cobró $%x por eso.
    Prefiero ir en persona el %d después de las %t.
    Mi %R paga la otra mitad, $%x al mes.
    Cancelaron la cita del %j sin avisar.
    Me mudé de %o a %s %W.
    Me dijeron %W que lo decidían antes del %d.
    """

  private static let extras = """
    Mi %R ya %Y.
    También hay un %O %A %L.
    Empezó %W.
    Mi %R %V por eso.
    El %J dijo que alguien vendría el %d.
    La verdad estoy %F.
    Vivimos en %N, %L.
    Tengo el %D aquí conmigo.
    Trabajo en %B y no puedo llamar durante el día.
    Me pueden llamar después de las %t.
    Un %K %V ahí el %d.
    Mi %R no habla inglés.
    La referencia del %D es %r.
    Los vecinos de %N tienen el mismo %O.
    Nadie me dijo que necesitaba el %D.
    Encontré este número en el %D.
    El %D dice %j y la página dice %j.
    Un %O %A lleva %q días %L.
    En %B dicen lo mismo.
    Por favor no manden el %D a la dirección anterior.
    Mi %R usa silla de ruedas y no puede pasar por el %O.
    Estoy %F y solo quiero saber qué sigue.
    Pasó como a las %t, %L.
    Prefiero ir en persona, si eso ayuda.
    El último %D llegó a nombre de otra persona, %y.
    Mi %R, %w, va a estar en casa el %d.
    Estoy %F porque mi %R %V %W.
    """
}
