"""Words that are most often part of a person's name in Sonora and the rest of Mexico.

Only a hint: it decides whether forgiven words must stand together (a name) or
may stand anywhere (ordinary words). Names missing here are still found, and the
names of the debtors in the index are known besides.
"""

_GIVEN = """
abel abigail abraham adan adela adelina adolfo adrian adriana agustin aida alan alba alberto alejandra alejandro alfonso
alfredo alicia alma alonso amalia amelia amparo ana anahi andrea andres angel angela angelica antonia antonio araceli
ariel armando arnoldo arturo aurelio aurora beatriz benito benjamin berenice bernardo bertha blanca brenda bruno carla
carlos carmen carolina catalina cecilia cesar christian clara claudia clemente concepcion consuelo cristian cristina
cristobal cruz cynthia dalia daniel daniela david delia denisse diana diego dolores dora edgar edith eduardo efrain elena
elias elisa elizabeth elsa elva emiliano emilio emma enrique erick erika ernesto esmeralda esperanza esteban estela
esther eugenia eugenio eva evangelina fabian fabiola fatima federico felipe fernanda fernando fidel flor florencio
francisca francisco gabriel gabriela gerardo gilberto gisela gloria gonzalo graciela gregorio griselda guadalupe
guillermina guillermo gustavo hector heriberto hernan hilda hortensia hugo humberto ignacio ines irene iris irma isaac
isabel isidro ismael israel ivan ivonne jaime janeth javier jazmin jesus joaquin joel jorge jose josefina juan juana
juanita julia julian julieta julio karen karina karla laura leandro leonardo leonor leopoldo leticia lidia liliana lizbeth
lorena lorenzo lourdes lucia luis luisa luz magdalena manuel manuela marcela marcelino marco marcos margarita maria
mariana maribel maricela mario marina marisol marta martha martin mateo mauricio mayra mercedes miguel minerva miriam
misael mireya moises monica nancy natalia nicolas noe noemi nora norma octavio ofelia olga olivia omar oscar pablo paola
patricia paula paulina pedro perla pilar rafael ramiro ramon ramona raquel raul rebeca refugio rene reyna ricardo rigoberto
roberto rocio rodolfo rodrigo rogelio roman rosa rosalba rosalia rosario roxana ruben ruth salvador samuel sandra santiago
santos sara saul sebastian sergio silvia simon socorro sofia sonia susana tania teodoro teresa tomas trinidad ulises
valentin valeria vanessa veronica vicente victor victoria virginia viridiana xochitl yadira yesenia yolanda zulema
"""
_SURNAMES = """
acevedo acosta acuna aguayo aguila aguilar aguirre alarcon alcantar alcaraz almada alvarado alvarez amavizca amaya anaya
andrade angulo apodaca aragon aramburo arana araujo arce arellano arenas arias armenta arredondo arreola arriaga arvizu
astorga avila ayala badilla baez balderrama ballesteros banuelos barajas barcelo barraza barrera barrios bautista bayardo
becerra beltran benitez bermudez bernal berrelleza bojorquez bonilla borbon borquez bracamonte bravo briseno buitimea
bustamante bustillos caballero cabrera camacho camargo campa campos canizalez cano cantu carbajal cardenas carranza
carrasco carrillo carrizosa casillas castaneda castellanos castillo castro cazares ceballos cervantes chavarria chavez
cisneros contreras cordova corona coronado coronel corral corrales cortes cortez cota covarrubias cruz cuevas dominguez
delgado diaz duarte duran elias encinas enriquez escalante escamilla escobar espinosa espinoza esquer esquivel estrada
favela felix fernandez fierro figueroa fimbres flores fontes franco fuentes galaz galaviz galindo gallardo gallego
gallegos galvan galvez gamez garcia garibay garza gastelum gil gocobachi godinez godoy gomez gonzalez gracia grijalva
guerra guerrero guevara gutierrez guzman haro heredia hernandez herrera hidalgo huerta hurtado ibarra inzunza islas
jaramillo jimenez jocobi juarez lagarda lara leal lechuga ledezma leon lerma leyva limon lizarraga llamas llanes
lopez lozano lugo lucero luna luque macias madrid maldonado manzo mariscal marquez martinez mata medina medrano mejia melendez
melendrez mena mendez mendivil mendoza mendez meneses mercado meza miranda molina monge montano montes montoya mora morales
moreno moroyoqui moya munguia munoz murillo murrieta nava navarrete navarro navarrete nieblas nieto noriega nunez ocana
ochoa ojeda olivares olivarria olivas oliveros olvera orduno orozco ornelas orozco ortega ortiz osuna othon pacheco padilla
palacios palafox palma palomares paredes parra partida pastrana paz pena penunuri peralta peraza perez pesqueira pineda
pinto pizano placencia ponce portillo portugal preciado prieto puente quezada quijada quintana quintero quiroz ramirez
ramos rascon razo renteria rendon reyes reyna rico rincon rios rivas rivera robles rocha rodriguez rojas rojo roman romero
romo rosales rosas ruelas ruiz ruvalcaba saavedra salas salazar salcedo salcido saldana saldivar salgado salinas salmeron
sanchez sandoval santacruz santana santillan santos sauceda segura sepulveda serna serrano sesma sierra siqueiros silva solis
solorzano sosa sotelo soto suarez tamayo tapia tellez terrazas tirado toledo torres tostado trejo trevino trujillo ulloa
uribe urias urquidez urrea valdes valdez valencia valenzuela valle vallejo vargas vazquez vega vejar velarde velasco velazquez
velez vera verdugo verdin vidal vidales villa villalobos villanueva villarreal villasenor villegas vizcarra yanez yepiz
yocupicio ybarra zamora zapata zaragoza zarate zavala zayas zazueta zepeda zuniga
"""

NAME_WORDS = frozenset((_GIVEN + _SURNAMES).split())
"""Folded given names and surnames."""
